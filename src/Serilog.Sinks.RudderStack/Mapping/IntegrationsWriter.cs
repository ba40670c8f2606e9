using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes <c>integrations</c>: the event's own over the configured ones, destination by destination.</summary>
sealed class IntegrationsWriter
{
    // Inside the message.
    const int Depth = 1;

    // What holds for the destinations that are not named.
    const string All = "All";

    readonly DictionaryValue? _defaults;

    public IntegrationsWriter(DictionaryValue? defaults) => _defaults = defaults;

    /// <summary>Writes the member, comma included, if there is anything to say; returns the fault of what the server would ignore, or take for "deliver to nobody".</summary>
    public MessageFault? Write(in ValueWriter values, LogEventPropertyValue? own)
    {
        if (own is null && _defaults is null)
            return null;
        if (ObjectShape.IsAbsent(own))
            own = null;
        if (own is not null && !ObjectShape.IsObject(own))
            return NoObject();

        var members = values.Members;
        var under = members.Open(deep: false, nullIsAbsent: true);
        if (_defaults is not null)
            values.AddMembers(ref under, _defaults, NameScope.Verbatim, layer: 0);
        if (own is not null)
            values.AddMembers(ref under, own, NameScope.Verbatim, layer: 1);

        var fault = members.Count == under.Start ? null : Write(values, under);
        members.Close(under);
        members.Cut.Leave(Depth, "integrations");
        return fault;
    }

    static MessageFault? Write(in ValueWriter values, in ObjectUnderConstruction under)
    {
        MessageFault? fault = null;
        var writer = values.Writer;
        var end = values.Members.Count;
        writer.Raw(",\"integrations\":{"u8);
        for (var i = under.Start; i < end; i++)
        {
            var member = values.Members[i];
            if (i > under.Start)
                writer.Raw((byte)',');
            values.WriteName(member);

            if (TryReadSwitch(member.Value, out var isOn))
                writer.Boolean(isOn);
            else
                values.WriteMemberValue(i, NameScope.Verbatim, Depth + 1);

            if (!IsGood(member))
                fault ??= NoSwitch(member.Name);
        }

        writer.Raw((byte)'}');
        return fault;
    }

    static bool IsGood(in Member member)
    {
        // A name that was meant for All but is another to the server would restrict nothing.
        if (member.Name.Equals(All, StringComparison.OrdinalIgnoreCase))
            return member.Name == All && TryReadSwitch(member.Value, out _);

        return TryReadSwitch(member.Value, out _) || ObjectShape.IsObject(member.Value);
    }

    static bool TryReadSwitch(LogEventPropertyValue? value, out bool isOn)
    {
        switch ((value as ScalarValue)?.Value)
        {
            case bool flag:
                isOn = flag;
                return true;

            // Configuration files give text.
            case string text:
                return bool.TryParse(text.Trim(), out isOn);
            default:
                isOn = false;
                return false;
        }
    }

    static MessageFault NoObject() => new(
        DropReason.Invalid, "its integrations are no object, so the server would deliver it to no destination; log an object with @");

    static MessageFault NoSwitch(string destination) => new(
        DropReason.Invalid,
        destination.Equals(All, StringComparison.OrdinalIgnoreCase)
            ? "in its integrations All must be true or false, and be spelled so"
            : $"in its integrations {destination} is neither true nor false nor an object");
}
