using System.IO.Hashing;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>A message that waits to be committed by whichever thread leads.</summary>
sealed class Append(int userHash, bool callsHooks, bool mayWait)
{
    byte[] _json = [];

    public int UserHash { get; } = userHash;

    public bool CallsHooks { get; } = callsHooks;

    /// <summary>Whether it waits for room, and no other message makes room for it.</summary>
    public bool MayWait { get; } = mayWait;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Json => _json.AsSpan(0, Length);

    /// <summary>In which file it is, counted from the first.</summary>
    public int Generation { get; set; }

    /// <summary>Null until it is known.</summary>
    public Serilog.Sinks.RudderStack.Storage.StoreOutcome? Outcome { get; set; }

    public void Copy(ReadOnlySpan<byte> json)
    {
        _json = json.ToArray();
        Length = json.Length;
    }
}

/// <summary>A row that has been read.</summary>
readonly record struct Row(long Id, int UserHash, bool CallsHooks, bool IsRecovered, int Offset, int Length);

/// <summary>A row that is gone, whom it belonged to, and the message if a hook is to have it.</summary>
readonly record struct Gone(long Id, bool IsOwn, byte[]? Json = null);

/// <summary>Notices bytes that have changed on disk, which SQLite does not.</summary>
static class Checksum
{
    public static long Of(ReadOnlySpan<byte> json, long outbox, int userHash, bool callsHooks) =>
        unchecked((long)XxHash3.HashToUInt64(json, (outbox << 33) ^ ((long)userHash << 1) ^ (callsHooks ? 1 : 0)));
}
