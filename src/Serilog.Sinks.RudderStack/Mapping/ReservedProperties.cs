using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Which property names mean something to which calls.</summary>
sealed class ReservedProperties
{
    // The name under which Serilog.Extensions.Logging puts it.
    const string EventId = "EventId";

    static readonly MessageType[] All =
        [MessageType.Identify, MessageType.Track, MessageType.Page, MessageType.Screen, MessageType.Group, MessageType.Alias];

    static readonly MessageType[] Views = [MessageType.Page, MessageType.Screen];

    readonly string _eventType;
    readonly Row[] _rows;

    public ReservedProperties(ReservedNames names)
    {
        _eventType = names.EventType;
        _rows =
        [
            new(ReservedProperty.UserId, names.UserId, All),
            new(ReservedProperty.AnonymousId, names.AnonymousId, All),
            new(ReservedProperty.Event, names.Event, [MessageType.Track]),
            new(ReservedProperty.EventName, names.EventName, [MessageType.Track]),
            new(ReservedProperty.EventId, EventId, [MessageType.Track]),
            new(ReservedProperty.Name, names.Name, Views),
            new(ReservedProperty.Category, names.Category, Views),
            new(ReservedProperty.GroupId, names.GroupId, [MessageType.Group]),
            new(ReservedProperty.PreviousId, names.PreviousId, [MessageType.Alias]),
            new(ReservedProperty.Traits, names.Traits, All),
            new(ReservedProperty.Properties, names.Properties, [MessageType.Track, MessageType.Page, MessageType.Screen]),
            new(ReservedProperty.Context, names.Context, All),
            new(ReservedProperty.Integrations, names.Integrations, All),
            new(ReservedProperty.MessageId, names.MessageId, All),
            new(ReservedProperty.Timestamp, names.Timestamp, All),
        ];
    }

    /// <summary>What a name means to each call, by the number of the <see cref="MessageType"/>.</summary>
    public Role[] RolesOf(string name)
    {
        var roles = new Role[MessageTypes.Count];
        foreach (var row in _rows)
        {
            if (!row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;

            foreach (var type in row.Types)
            {
                if (roles[(int)type].Property == ReservedProperty.None)
                    roles[(int)type] = new Role(row.Role, row.Name == name);
            }
        }

        if (name == _eventType)
        {
            for (var type = 0; type < roles.Length; type++)
                roles[type] = new Role(ReservedProperty.EventType, IsExact: true);
        }

        return roles;
    }

    sealed record Row(ReservedProperty Role, string Name, MessageType[] Types);
}

/// <summary>What a name means to one call.</summary>
/// <param name="Property">The meaning.</param>
/// <param name="IsExact">Whether the name is spelled exactly as reserved; such a one wins over one that differs in case.</param>
readonly record struct Role(ReservedProperty Property, bool IsExact);

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
