using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Configuration;
using Microsoft.Extensions.Options;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Configuration;

/// <summary>Reads the options from the provider's section.</summary>
/// <remarks>
/// Setting by setting, where Microsoft's binder reads the whole: it stops at the first that it cannot read, and passes over
/// names that mean nothing. <see cref="OptionsCheck"/> tells the faults together with those of the values.
/// </remarks>
sealed class SectionReader : IConfigureOptions<RudderStackLoggerOptions>
{
    public const string Section = "Logging:RudderStack";

    // Read by Microsoft's filters.
    const string LogLevel = "LogLevel";

    const BindingFlags AnyCase = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    readonly IConfiguration _section;

    public SectionReader(ILoggerProviderConfiguration<RudderStackLoggerProvider> section) => _section = section.Configuration;

    public void Configure(RudderStackLoggerOptions options)
    {
        foreach (var setting in _section.GetChildren())
        {
            if (Is(setting, nameof(options.WriteKey)))
                options.WriteKey = setting.Value;
            else if (Is(setting, nameof(options.DataPlaneUrl)))
                options.DataPlaneUrl = setting.Value;
            else if (Is(setting, nameof(options.Sink)))
                ReadSink(setting, options);
            else if (!Is(setting, LogLevel))
                Fault(options, setting, "is not known; the section takes WriteKey, DataPlaneUrl, Sink and LogLevel, and the sink's options stand in Sink.");
        }
    }

    static void ReadSink(IConfigurationSection section, RudderStackLoggerOptions options)
    {
        if (!string.IsNullOrEmpty(section.Value))
            Fault(options, section, "cannot be read; write a section with the sink's options.");

        foreach (var setting in section.GetChildren())
        {
            // A null is what JSON writes to say nothing.
            if (setting.Value is null && !setting.GetChildren().Any())
                continue;

            var option = typeof(RudderStackSinkOptions).GetProperty(setting.Key, AnyCase);
            if (option is null)
                Fault(options, setting, "is no option of the sink; write a name of RudderStackSinkOptions.");
            else if (typeof(Delegate).IsAssignableFrom(option.PropertyType))
                Fault(options, setting, "can only be set in code, by AddRudderStack.");
            else if (SettingText.Read(setting, option.PropertyType) is { } value)
                option.SetValue(options.Sink, value);
            else
                Fault(options, setting, $"cannot be read; write {SettingText.Describe(option.PropertyType)}.");
        }
    }

    static bool Is(IConfigurationSection setting, string name) => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    // Paths are relative to the section here. The value is not shown: it may be the key, in the wrong place.
    static void Fault(RudderStackLoggerOptions options, IConfigurationSection setting, string problem) =>
        options.SectionFaults.Add($"{Section}:{setting.Path} {problem}");
}
