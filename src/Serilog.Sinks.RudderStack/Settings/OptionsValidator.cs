namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>Checks what the user has set, reports all faults at once, and freezes it into what the engine sees.</summary>
static class OptionsValidator
{
    /// <summary>Reports all faults, and makes nothing.</summary>
    /// <exception cref="ArgumentException">At least one option is wrong; the message has a line for each.</exception>
    public static void Check(string? writeKey, string? dataPlaneUrl, RudderStackSinkOptions options) => Parse(writeKey, dataPlaneUrl, options);

    /// <summary>Gives the settings; null when the sink is switched off, though its options are good.</summary>
    /// <exception cref="ArgumentException">At least one option is wrong; the message has a line for each.</exception>
    public static SinkSettings? Freeze(string? writeKey, string? dataPlaneUrl, RudderStackSinkOptions options, bool isStored = false)
    {
        var (address, mapping) = Parse(writeKey, dataPlaneUrl, options);
        if (!options.Enabled)
            return null;

        var settings = SinkSettings.From(writeKey!, address!, options, mapping, isStored);
        if (address!.IsClearTextToAnotherHost)
            settings.Reports.Write($"dataPlaneUrl is plain http to {address.Host}, so the write key and all events cross the network unencrypted; use https.");
        return settings;
    }

    // The address is null only when there is none, which a sink that is switched off may do without.
    static (DataPlaneAddress? Address, MappingSettings Mapping) Parse(string? writeKey, string? dataPlaneUrl, RudderStackSinkOptions options)
    {
        var faults = new OptionFaults(writeKey, options);
        if (options.Enabled || !string.IsNullOrWhiteSpace(writeKey))
            WriteKey.Check(writeKey, faults);
        var address = options.Enabled || !string.IsNullOrWhiteSpace(dataPlaneUrl)
            ? DataPlaneAddress.Parse(dataPlaneUrl, faults)
            : null;
        OptionLimits.Check(options, faults);
        var mapping = MappingSettings.From(options, faults);
        faults.ThrowIfAny();
        return (address, mapping);
    }
}
