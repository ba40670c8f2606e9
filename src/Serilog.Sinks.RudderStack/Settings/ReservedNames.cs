namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>The names of the event properties that mean something to the sink.</summary>
sealed record ReservedNames(
    string EventType,
    string UserId,
    string AnonymousId,
    string Event,
    string EventName,
    string Name,
    string Category,
    string GroupId,
    string PreviousId,
    string Traits,
    string Properties,
    string Context,
    string Integrations,
    string MessageId,
    string Timestamp)
{
    public static ReservedNames From(RudderStackSinkOptions options, OptionFaults faults)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        return new ReservedNames(
            Read(nameof(options.EventTypeProperty), options.EventTypeProperty),
            Read(nameof(options.UserIdProperty), options.UserIdProperty),
            Read(nameof(options.AnonymousIdProperty), options.AnonymousIdProperty),
            Read(nameof(options.EventProperty), options.EventProperty),
            Read(nameof(options.EventNameProperty), options.EventNameProperty),
            Read(nameof(options.NameProperty), options.NameProperty),
            Read(nameof(options.CategoryProperty), options.CategoryProperty),
            Read(nameof(options.GroupIdProperty), options.GroupIdProperty),
            Read(nameof(options.PreviousIdProperty), options.PreviousIdProperty),
            Read(nameof(options.TraitsProperty), options.TraitsProperty),
            Read(nameof(options.PropertiesProperty), options.PropertiesProperty),
            Read(nameof(options.ContextProperty), options.ContextProperty),
            Read(nameof(options.IntegrationsProperty), options.IntegrationsProperty),
            Read(nameof(options.MessageIdProperty), options.MessageIdProperty),
            Read(nameof(options.TimestampProperty), options.TimestampProperty));

        string Read(string option, string? name)
        {
            if (string.IsNullOrWhiteSpace(name))
                faults.Add(option, "is empty; write the name of an event property, or leave the option out.");
            else if (seen.TryGetValue(name!, out var other))
                faults.Add(option, $"has the same name as {other} (case does not count); write another name for one of them.");
            else
                seen.Add(name!, option);
            return name ?? "";
        }
    }
}
