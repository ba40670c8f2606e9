using System.Reflection;
using Microsoft.Extensions.Configuration;
using RudderStack.TrackingPlans;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Configuration;

/// <summary>Reads options from a section, setting by setting, and notes what cannot be read.</summary>
/// <remarks>
/// Microsoft's binder reads the whole: it stops at the first setting that it cannot read, and passes over unknown names and
/// empty lists.
/// </remarks>
sealed class SectionReader
{
    const BindingFlags AnyCase = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    static readonly string[] OptionNames = [.. typeof(RudderStackSinkOptions).GetProperties().Where(static option => !IsCodeOnly(option)).Select(static option => option.Name)];

    readonly RudderStackSinkOptions _options;
    readonly Func<string, string> _expand;

    SectionReader(RudderStackSinkOptions options, Func<string, string>? expand)
    {
        _options = options;
        _expand = expand ?? (static text => text);
    }

    /// <param name="section">The section whose children are options.</param>
    /// <param name="options">The options to set.</param>
    /// <param name="expand">What is done to each text before it is read; nothing when null.</param>
    public static void Read(IConfiguration section, RudderStackSinkOptions options, Func<string, string>? expand = null)
    {
        var reader = new SectionReader(options, expand);
        if (section is IConfigurationSection { Value: not null } text)
            reader.Fault(text, "is not a section; write a section with the sink's options.");
        foreach (var setting in section.GetChildren())
            reader.Read(setting);
    }

    /// <summary>The option that a name means, in any case; null when there is none.</summary>
    public static PropertyInfo? OptionOf(string name) => typeof(RudderStackSinkOptions).GetProperty(name, AnyCase);

    public static bool IsCodeOnly(PropertyInfo option) => typeof(Delegate).IsAssignableFrom(option.PropertyType);

    /// <summary>Sets an option by the text of a setting.</summary>
    public static void ReadText(string path, string text, string written, PropertyInfo option, RudderStackSinkOptions options)
    {
        var quoted = SettingText.IsQuotable(option.PropertyType) ? written : null;
        if (SettingText.Parse(text, option.PropertyType) is { } value)
        {
            option.SetValue(options, value);
            options.Configured.Add(option.Name, new ConfiguredSetting(path, value, quoted));
        }
        else
        {
            options.Configured.Add(new SettingFault(path, $"write {SettingText.Describe(option.PropertyType)}.", written));
        }
    }

    void Read(IConfigurationSection setting)
    {
        if (OptionOf(setting.Key) is not { } option)
            Fault(setting, $"is no option of the sink; write {(NearNames.Of(setting.Key, OptionNames) is [var nearest, ..] ? $"{nearest}, or another" : "a")} name of RudderStackSinkOptions.");
        else if (IsCodeOnly(option))
            Fault(setting, "can only be set in code.");
        else if (SettingText.IsList(option.PropertyType))
            ReadList(setting, option);
        else if (SettingText.IsDictionary(option.PropertyType))
            ReadDictionary(setting, option);
        else if (setting.GetChildren().Any())
            Fault(setting, $"is a section or a list; write {SettingText.Describe(option.PropertyType)}.");
        else if (setting.Value is { } text)
            ReadText(setting.Path, _expand(text), text, option, _options);

        // What is left is a null, by which JSON says nothing.
    }

    void ReadList(IConfigurationSection setting, PropertyInfo option)
    {
        var items = setting.GetChildren().ToList();
        if (setting.Value is { Length: > 0 })
        {
            Fault(setting, "is a text; write a list of names.");
        }
        else if (setting.Value is null && items.Count == 0)
        {
            // Not read as absent: an allow list that was meant to be empty would let everything pass.
            Fault(setting, "is null, which some providers also make of []; write \"\" for an empty list, or leave it out.");
        }
        else if (setting.Value is not null && items.Count > 0)
        {
            Fault(setting, "is [] over a list of another source, which configuration cannot empty; remove one of them.");
        }
        else if (items.All(IsName))
        {
            Set(setting, option, items.Select(item => _expand(item.Value!)).ToList());
        }
    }

    bool IsName(IConfigurationSection item)
    {
        if (!item.Key.All(char.IsDigit))
            Fault(item, "is a name where a list has its items; write a list of names.");
        else if (item.GetChildren().Any() || string.IsNullOrWhiteSpace(item.Value))
            Fault(item, "is no name; write the name of an event property.");
        else
            return true;
        return false;
    }

    void ReadDictionary(IConfigurationSection setting, PropertyInfo option)
    {
        var entries = setting.GetChildren().ToList();
        if (setting.Value is not null)
            Fault(setting, $"is not a section; write {SettingText.Describe(option.PropertyType)}.");
        else if (entries.Count > 0 && entries.All(entry => IsText(entry, option)))
            Set(setting, option, entries.ToDictionary(entry => entry.Key, entry => entry.Value is { } text ? (object?)_expand(text) : null));
    }

    bool IsText(IConfigurationSection entry, PropertyInfo option)
    {
        if (!entry.GetChildren().Any())
            return true;
        Fault(entry, option.Name == nameof(RudderStackSinkOptions.DefaultContext)
            ? "is a section or a list; write dotted keys ('app.name') instead of nested sections, and set lists in code."
            : "is a section or a list; write true or false, and set a destination's options in code.");
        return false;
    }

    void Set(IConfigurationSection setting, PropertyInfo option, object value)
    {
        option.SetValue(_options, value);
        _options.Configured.Add(option.Name, new ConfiguredSetting(setting.Path, value));
    }

    void Fault(IConfigurationSection setting, string problem) => _options.Configured.Add(new SettingFault(setting.Path, problem));
}
