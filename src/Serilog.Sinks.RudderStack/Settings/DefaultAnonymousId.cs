using System.Globalization;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>Reads <see cref="RudderStackSinkOptions.DefaultAnonymousId"/>.</summary>
static class DefaultAnonymousId
{
    const string Option = nameof(RudderStackSinkOptions.DefaultAnonymousId);
    const string PerProcess = "process";

    // The same for every sink of the process, or one visitor would become several.
    static readonly string ProcessId = Guid.NewGuid().ToString();

    public static string? Read(string? option, OptionFaults faults)
    {
        if (option is null)
            return null;
        if (option.All(IsInvisible))
        {
            faults.Add(Option, $"is empty; write an id, '{PerProcess}' for one per process, or leave the option out.");
            return null;
        }

        return string.Equals(option.Trim(), PerProcess, StringComparison.OrdinalIgnoreCase) ? ProcessId : option;
    }

    static bool IsInvisible(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
