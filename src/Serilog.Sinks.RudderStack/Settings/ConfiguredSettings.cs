namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>What configuration has set of one sink's options, and what it says that cannot be read.</summary>
/// <remarks>Kept with the options until they are validated: only then is the write key known, which no fault may show.</remarks>
sealed class ConfiguredSettings
{
    readonly Dictionary<string, ConfiguredSetting> _byOption = new(StringComparer.OrdinalIgnoreCase);
    readonly List<SettingFault> _faults = [];

    public IReadOnlyList<SettingFault> Faults => _faults;

    public void Add(string option, ConfiguredSetting setting) => _byOption[option] = setting;

    public void Add(SettingFault fault) => _faults.Add(fault);

    /// <summary>The setting that has given the option its value; null when code has set another since, or nobody has.</summary>
    public ConfiguredSetting? Find(string option, RudderStackSinkOptions options) =>
        _byOption.TryGetValue(option, out var setting) &&
        (typeof(RudderStackSinkOptions).GetProperty(option) is not { } property || Equals(property.GetValue(options), setting.Value))
            ? setting
            : null;
}

/// <summary>A setting that was read.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Value">What the option became.</param>
/// <param name="Written">The text, if a fault may quote it.</param>
sealed record ConfiguredSetting(string Path, object? Value, string? Written = null);

/// <summary>A setting that could not be read.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Problem">What to do; what is wrong as well, unless the text says it.</param>
/// <param name="Written">The text, if the fault may quote it.</param>
sealed record SettingFault(string Path, string Problem, string? Written = null);
