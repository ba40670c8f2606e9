using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>The part of the settings that decides how an event becomes a message.</summary>
sealed class MappingSettings
{
    public required PropertyNaming PropertyNaming { get; init; }
    public required bool CopyTraitsToContext { get; init; }
    public required LooseProperties LooseProperties { get; init; }

    /// <summary>Names of loose properties that are not sent, ignoring case; empty when an allow list is set.</summary>
    public required HashSet<string> DeniedProperties { get; init; }

    /// <summary>The only loose properties that are sent, ignoring case; null for no such restriction.</summary>
    public required HashSet<string>? AllowedProperties { get; init; }

    /// <summary>The default context as nested dictionaries, dotted keys expanded; null for none.</summary>
    public required DictionaryValue? DefaultContext { get; init; }

    /// <summary>The default integrations, already known to be good: values are booleans or dictionaries; null for none.</summary>
    public required DictionaryValue? DefaultIntegrations { get; init; }

    /// <summary>The fallback id, <c>process</c> already resolved; null for none.</summary>
    public required string? DefaultAnonymousId { get; init; }

    public required ReservedNames Names { get; init; }

    public static MappingSettings From(RudderStackSinkOptions options, OptionFaults faults) => new()
    {
        PropertyNaming = options.PropertyNaming,
        CopyTraitsToContext = options.CopyTraitsToContext,
        LooseProperties = options.LooseProperties,
        DeniedProperties = DeniedBy(options),
        AllowedProperties = options.PropertyAllowList is { } allowed ? NameSet(allowed) : null,
        DefaultContext = Settings.DefaultContext.Read(options.DefaultContext, faults),
        DefaultIntegrations = Settings.DefaultIntegrations.Read(options.DefaultIntegrations, faults),
        DefaultAnonymousId = Settings.DefaultAnonymousId.Read(options.DefaultAnonymousId, faults),
        Names = ReservedNames.From(options, faults),
    };

    static HashSet<string> DeniedBy(RudderStackSinkOptions options)
    {
        if (options.PropertyAllowList is not null)
            return NameSet([]);

        var denied = NameSet(options.PropertyDenyList ?? (IEnumerable<string>)FrameworkProperties.Names);
        denied.UnionWith(options.AdditionalDeniedProperties ?? []);
        return denied;
    }

    static HashSet<string> NameSet(IEnumerable<string> names) => new(names, StringComparer.OrdinalIgnoreCase);
}
