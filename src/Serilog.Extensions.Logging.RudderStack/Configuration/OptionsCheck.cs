using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Serilog.Extensions.Logging.RudderStack.Configuration;

/// <summary>Reports at start all that is wrong with the options: what the section says that cannot be read, and what the sink refuses.</summary>
sealed class OptionsCheck : IValidateOptions<RudderStackLoggerOptions>
{
    const string Advice =
        $"Set WriteKey and DataPlaneUrl in section {SectionReader.Section} or in AddRudderStack, and all other options in {SectionReader.Section}:Sink or in AddRudderStack.";

    public ValidateOptionsResult Validate(string? name, RudderStackLoggerOptions options)
    {
        var lines = new List<string> { "The RudderStack sink cannot be configured:" };
        lines.AddRange(options.SectionFaults.Select(fault => "- " + fault));
        if (options.Sink is null)
            lines.Add("- Sink is null; leave it as it is, and set its options.");
        else
            lines.AddRange(SinkFaults(options).Concat(StoreFaults(options)));

        if (lines.Count == 1)
            return ValidateOptionsResult.Success;
        lines.Add(Advice);
        return ValidateOptionsResult.Fail(string.Join(Environment.NewLine, lines));
    }

    // What makes the store opens no file. A sink that is switched off has none.
    static IEnumerable<string> StoreFaults(RudderStackLoggerOptions options)
    {
        try
        {
            if (options.Sink.Enabled)
                options.CreateStore?.Invoke();
            return [];
        }
        catch (ArgumentException exception)
        {
            return exception.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Skip(1);
        }
    }

    // All lines but the headline.
    static IEnumerable<string> SinkFaults(RudderStackLoggerOptions options)
    {
        try
        {
            options.Sink.Validate(options.WriteKey, options.DataPlaneUrl);
            return [];
        }
        catch (ArgumentException exception)
        {
            return exception.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(line => InSection(line, "writeKey", nameof(options.WriteKey), options.WriteKey == options.SectionWriteKey))
                .Select(line => InSection(line, "dataPlaneUrl", nameof(options.DataPlaneUrl), options.DataPlaneUrl == options.SectionDataPlaneUrl));
        }
    }

    // What the section has set, or nobody, is named by the path where it belongs.
    static string InSection(string line, string argument, string setting, bool isFromSection) =>
        isFromSection && line.StartsWith($"- {argument} ", StringComparison.Ordinal)
            ? $"- {SectionReader.Section}:{setting}{line.Substring(argument.Length + 2)}"
            : line;
}
