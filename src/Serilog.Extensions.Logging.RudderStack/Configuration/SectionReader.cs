using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Configuration;
using Microsoft.Extensions.Options;
using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Extensions.Logging.RudderStack.Configuration;

/// <summary>Reads the options from the provider's section.</summary>
/// <remarks>
/// The sink reads its own options, and keeps their faults; <see cref="OptionsCheck"/> reports all faults together.
/// </remarks>
sealed class SectionReader : IConfigureOptions<RudderStackLoggerOptions>
{
    public const string Section = "Logging:RudderStack";

    // Read by Microsoft's filters.
    const string LogLevel = "LogLevel";

    // The longest that a misspelt name is shown; write keys have 27 letters and digits.
    const int LongestName = 26;

    const string Outbox = "Outbox";

    readonly IConfiguration _configuration;
    readonly MessageStoreSource? _store;

    public SectionReader(ILoggerProviderConfiguration<RudderStackLoggerProvider> section, IEnumerable<MessageStoreSource> stores)
    {
        _configuration = section.Configuration;
        _store = stores.LastOrDefault();
    }

    public void Configure(RudderStackLoggerOptions options)
    {
        if (_store is not null)
        {
            // Once: the check at start makes what the sink takes.
            var store = new Lazy<MessageStore>(() => _store.Create(Sections().Select(static section => section.GetSection(Outbox)).LastOrDefault(static outbox => outbox.Exists())));
            options.CreateStore = () => store.Value;
        }

        foreach (var setting in Sections().SelectMany(section => section.GetChildren()))
        {
            if (Is(setting, nameof(options.WriteKey)))
                options.WriteKey = options.SectionWriteKey = setting.Value ?? options.WriteKey;
            else if (Is(setting, nameof(options.DataPlaneUrl)))
                options.DataPlaneUrl = options.SectionDataPlaneUrl = setting.Value ?? options.DataPlaneUrl;
            else if (Is(setting, nameof(options.Sink)))
                options.Sink?.ReadFrom(setting);
            else if (Is(setting, Outbox) && _store is null)
                options.SectionFaults.Add($"{PathOf(setting)} needs the package Serilog.Sinks.RudderStack.Durable and a call of UseDurableOutbox.");
            else if (!Is(setting, LogLevel) && !Is(setting, Outbox))
                options.SectionFaults.Add($"{PathOf(setting)} is not known; the section takes WriteKey, DataPlaneUrl, Sink and LogLevel, and the sink's options are in Sink.");
        }
    }

    // The provider's configuration chains the sections of its alias and its full name, the later over the earlier. A chain takes
    // empty texts for none, and so [] for null, and its paths begin below the section: the links have both as they were written.
    IEnumerable<IConfiguration> Sections() =>
        _configuration is IConfigurationRoot root && root.Providers.All(provider => provider is ChainedConfigurationProvider)
            ? root.Providers.Select(provider => ((ChainedConfigurationProvider)provider).Configuration)
            : [_configuration];

    static bool Is(IConfigurationSection setting, string name) => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    // A write key in the place of a name is not shown, nor what would break the line.
    static string PathOf(IConfigurationSection setting) =>
        setting.Key.Length <= LongestName && !setting.Key.Any(static c => char.IsDigit(c) || char.IsControl(c)) ? setting.Path : $"{ConfigurationPath.GetParentPath(setting.Path)}:(hidden)";
}
