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
    public ReservedProperty[] RolesOf(string name)
    {
        var roles = new ReservedProperty[MessageTypes.Count];
        foreach (var row in _rows)
        {
            if (!row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;

            foreach (var type in row.Types)
            {
                if (roles[(int)type] == ReservedProperty.None)
                    roles[(int)type] = row.Role;
            }
        }

        if (name == _eventType)
            roles.AsSpan().Fill(ReservedProperty.EventType);

        return roles;
    }

    /// <summary>Whether a name is spelled exactly as reserved; such a one wins over one that differs in case.</summary>
    public bool IsExact(string name, ReservedProperty role)
    {
        foreach (var row in _rows)
        {
            if (row.Role == role)
                return row.Name == name;
        }

        return true;
    }

    sealed record Row(ReservedProperty Role, string Name, MessageType[] Types);
}
