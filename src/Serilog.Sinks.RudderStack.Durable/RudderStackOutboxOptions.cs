using System.Globalization;

namespace Serilog.Sinks.RudderStack.Durable;

/// <summary>The options of an outbox.</summary>
public sealed class RudderStackOutboxOptions
{
    const long SmallestSize = 1024 * 1024;
    const int LongestName = 64;

    /// <summary>The name under which messages are kept; <c>default</c> unless it is set.</summary>
    /// <remarks>
    /// Sinks of different sources that share a file need different names. It stands for the source in the place of the write
    /// key, so that a new key sends what was stored under the old one. At most 64 letters, digits, hyphens and underscores.
    /// </remarks>
    public string Name { get; set; } = "default";

    /// <summary>When a message is written to the outbox; <see cref="OutboxMode.Always"/> unless it is set.</summary>
    public OutboxMode Mode { get; set; }

    /// <summary>What a stored message survives; <see cref="OutboxDurability.ProcessCrash"/> unless it is set.</summary>
    public OutboxDurability Durability { get; set; }

    /// <summary>The bytes that messages may take on disk: 1 GiB unless it is set, at least 1 MiB.</summary>
    /// <remarks>
    /// Beyond it the oldest messages are dropped (<see cref="DropReason.OutboxFull"/>), except those that are being sent; with
    /// <see cref="WhenQueueFull.Block"/> the log call waits for room instead. SQLite's write-ahead log comes on top.
    /// </remarks>
    public long SizeLimitBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>The longest time that a message is kept: seven days unless it is set, at least one minute.</summary>
    /// <remarks>Older ones are dropped (<see cref="DropReason.Expired"/>), though not in the first ten minutes after a start or a jump of the clock.</remarks>
    public TimeSpan AgeLimit { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The number of rejected messages that are kept as dead letters, the newest: 10 000 unless it is set.</summary>
    public int DeadLetterLimit { get; set; } = 10_000;

    internal void Check(string? path, List<string>? found = null)
    {
        var faults = new List<string>(found ?? []);
        if (string.IsNullOrWhiteSpace(path))
            faults.Add("path is missing; give the path of the outbox's file.");
        else if (Directory.Exists(path) || path!.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
            faults.Add("path is a folder, or no path at all; give the path of a file.");
        if (string.IsNullOrEmpty(Name) || Name.Length > LongestName || !Name.All(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '_'))
            faults.Add($"{nameof(Name)} must have 1 to {LongestName} letters, digits, hyphens and underscores.");
        if (Mode is not (OutboxMode.Always or OutboxMode.OnTrouble))
            faults.Add($"{nameof(Mode)} must be Always or OnTrouble.");
        if (Durability is not (OutboxDurability.ProcessCrash or OutboxDurability.PowerLoss))
            faults.Add($"{nameof(Durability)} must be ProcessCrash or PowerLoss.");
        if (SizeLimitBytes < SmallestSize)
            faults.Add(string.Format(CultureInfo.InvariantCulture, "{0} is {1}; it must be at least {2}.", nameof(SizeLimitBytes), SizeLimitBytes, SmallestSize));
        if (AgeLimit < TimeSpan.FromMinutes(1))
            faults.Add(string.Format(CultureInfo.InvariantCulture, "{0} is {1:c}; it must be at least one minute.", nameof(AgeLimit), AgeLimit));
        if (DeadLetterLimit < 0)
            faults.Add(string.Format(CultureInfo.InvariantCulture, "{0} is {1}; it must not be negative.", nameof(DeadLetterLimit), DeadLetterLimit));
        if (faults.Count > 0)
            throw new ArgumentException("The RudderStack outbox cannot be configured:" + Environment.NewLine + string.Join(Environment.NewLine, faults.Select(static fault => "- " + fault)));
    }
}
