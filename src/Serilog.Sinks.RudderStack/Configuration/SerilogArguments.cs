using Microsoft.Extensions.Configuration;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Configuration;

/// <summary>The arguments of one entry, as Serilog.Settings.Configuration gives them: as text, read as strictly as a section.</summary>
sealed class SerilogArguments
{
    const string WriteKeyName = "writeKey";
    const string UrlName = "dataPlaneUrl";
    const string OptionsName = "options";
    const string LevelName = "restrictedToMinimumLevel";
    const string SwitchName = "levelSwitch";

    readonly string _method;
    readonly string _sink;
    readonly Dictionary<string, string?> _texts;
    readonly List<string> _names;
    readonly IReadOnlyList<IConfigurationSection> _entries;

    /// <param name="method"><c>WriteTo</c> or <c>AuditTo</c>.</param>
    /// <param name="configuration">What the program has given to <c>ReadFrom.Configuration</c>.</param>
    /// <param name="writeKey">The argument of this name.</param>
    /// <param name="dataPlaneUrl">The argument of this name.</param>
    /// <param name="level">The argument <c>restrictedToMinimumLevel</c>.</param>
    /// <param name="options">The argument of this name.</param>
    /// <param name="flat">The options that are arguments, by name.</param>
    /// <param name="sink">The name of the sink.</param>
    /// <param name="others">Arguments that are no options, by name; sections among them are null.</param>
    public SerilogArguments(
        string method,
        IConfiguration configuration,
        string? writeKey,
        string? dataPlaneUrl,
        string? level,
        IConfigurationSection? options,
        Dictionary<string, string?> flat,
        string sink = "RudderStack",
        IReadOnlyDictionary<string, string?>? others = null)
    {
        _method = method;
        _sink = sink;
        _texts = new Dictionary<string, string?>(flat) { [WriteKeyName] = writeKey, [UrlName] = dataPlaneUrl, [LevelName] = level };
        foreach (var other in others ?? new Dictionary<string, string?>())
            _texts[other.Key] = other.Value;
        _names = [WriteKeyName, UrlName, .. flat.Keys, .. others?.Keys ?? [], OptionsName, LevelName, SwitchName];

        var entry = new SerilogEntry(method, sink, configuration);
        _entries = options is null ? entry.With(_texts) : entry.Around(options) is { } around ? [around] : [];

        foreach (var found in _entries)
            CheckNames(found);
        ReadSource();
        foreach (var name in flat.Keys)
            ReadOption(name, options);
        if (options is not null)
            SectionReader.Read(options, Options, Environment.ExpandEnvironmentVariables);
        Level = ReadLevel(level);
    }

    public RudderStackSinkOptions Options { get; } = new();

    public LogEventLevel Level { get; }

    void CheckNames(IConfigurationSection entry)
    {
        foreach (var argument in entry.GetChildren())
        {
            if (_names.Contains(argument.Key, StringComparer.OrdinalIgnoreCase))
                continue;

            var problem = SectionReader.OptionOf(argument.Key) switch
            {
                null => $"is no argument of {_method}.{_sink}; it takes {string.Join(", ", _names)}, and every option of the sink in {OptionsName}.",
                { } option when SectionReader.IsCodeOnly(option) => "can only be set in code.",
                { } option => $"is not an argument but an option; move it to {entry.Path}:{OptionsName}:{option.Name}.",
            };
            Options.Configured.Add(new SettingFault(argument.Path, problem));
        }
    }

    // For the faults that the validator finds; written or not, this is where they belong.
    void ReadSource()
    {
        foreach (var name in new[] { WriteKeyName, UrlName })
            Options.Configured.Add(name, new ConfiguredSetting(PathOf(name), _texts[name]));
    }

    void ReadOption(string name, IConfigurationSection? options)
    {
        if (_texts[name] is not { } text)
            return;

        var twin = options?.GetSection(name);
        if (twin?.Value is not null)
            Options.Configured.Add(new SettingFault(PathOf(name), $"is also set by {twin.Path}; write one of them."));
        else
            SectionReader.ReadText(PathOf(name), text, WrittenFor(name, text), SectionReader.OptionOf(name)!, Options);
    }

    LogEventLevel ReadLevel(string? text)
    {
        if (text is null)
            return LevelAlias.Minimum;
        if (SettingText.Parse(text, typeof(LogEventLevel)) is LogEventLevel level)
            return level;

        Options.Configured.Add(new SettingFault(PathOf(LevelName), $"write {SettingText.Describe(typeof(LogEventLevel))}.", WrittenFor(LevelName, text)));
        return LevelAlias.Minimum;
    }

    string PathOf(string name) => $"{(_entries.Count > 0 ? _entries[0].Path : "Args")}:{name}";

    // As in the file, environment variables not expanded.
    string WrittenFor(string name, string text) => _entries.Count > 0 && _entries[0][name] is { } written ? written : text;
}
