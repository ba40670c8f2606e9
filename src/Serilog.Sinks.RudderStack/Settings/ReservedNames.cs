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
    string Timestamp);
