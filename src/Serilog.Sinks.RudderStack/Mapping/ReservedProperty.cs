namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>What an event property means to a call.</summary>
enum ReservedProperty
{
    /// <summary>Nothing: it is a loose property.</summary>
    None,
    EventType,
    UserId,
    AnonymousId,
    Event,
    EventName,

    /// <summary>Microsoft.Extensions.Logging's event id, whose name can name the event; loose besides.</summary>
    EventId,
    Name,
    Category,
    GroupId,
    PreviousId,
    Traits,
    Properties,
    Context,
    Integrations,
    MessageId,
    Timestamp,
}
