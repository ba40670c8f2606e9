using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Serilog.Sinks.RudderStack.Durable;

/// <summary>Reads the options of an outbox from a section, and notes what cannot be read.</summary>
static class OutboxSection
{
    const string Path = "Path";

    /// <param name="section">The section; null when there is none.</param>
    /// <param name="options">The options to set.</param>
    /// <param name="faults">Gets a line for each fault.</param>
    /// <returns>The path, if the section has one.</returns>
    public static string? Read(IConfiguration? section, RudderStackOutboxOptions options, List<string> faults)
    {
        string? path = null;
        foreach (var setting in section?.GetChildren() ?? [])
        {
            if (setting.Value is { } text)
                Read(setting, Environment.ExpandEnvironmentVariables(text));
            else if (setting.GetChildren().Any())
                faults.Add($"{setting.Path} is a section or a list; write a value.");
        }

        return path;

        void Read(IConfigurationSection setting, string text)
        {
            if (Is(setting, Path))
                path = text;
            else if (Is(setting, nameof(options.Name)))
                options.Name = text;
            else if (Is(setting, nameof(options.Mode)) && Names(text) && Enum.TryParse(text, ignoreCase: true, out OutboxMode mode))
                options.Mode = mode;
            else if (Is(setting, nameof(options.Durability)) && Names(text) && Enum.TryParse(text, ignoreCase: true, out OutboxDurability durability))
                options.Durability = durability;
            else if (Is(setting, nameof(options.SizeLimitBytes)) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                options.SizeLimitBytes = bytes;
            else if (Is(setting, nameof(options.AgeLimit)) && text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var age))
                options.AgeLimit = age;
            else if (Is(setting, nameof(options.DeadLetterLimit)) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var letters))
                options.DeadLetterLimit = letters;
            else
                faults.Add($"{setting.Path} {Advice(setting)}");
        }
    }

    static string Advice(IConfigurationSection setting) =>
        Is(setting, nameof(RudderStackOutboxOptions.Mode)) ? "must be Always or OnTrouble."
        : Is(setting, nameof(RudderStackOutboxOptions.Durability)) ? "must be ProcessCrash or PowerLoss."
        : Is(setting, nameof(RudderStackOutboxOptions.SizeLimitBytes)) ? "must be a number of bytes."
        : Is(setting, nameof(RudderStackOutboxOptions.AgeLimit)) ? "must be a time, such as 7.00:00:00 for seven days."
        : Is(setting, nameof(RudderStackOutboxOptions.DeadLetterLimit)) ? "must be a number."
        : "is no option of the outbox; it takes Path, Name, Mode, Durability, SizeLimitBytes, AgeLimit and DeadLetterLimit.";

    static bool Names(string text) => text.All(char.IsLetter);

    static bool Is(IConfigurationSection setting, string name) => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
