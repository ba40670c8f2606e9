using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes <c>integrations</c>: the event's own over the configured ones, destination by destination.</summary>
sealed class IntegrationsWriter
{
    // Inside the message.
    const int Depth = 1;

    readonly DictionaryValue? _defaults;

    public IntegrationsWriter(DictionaryValue? defaults) => _defaults = defaults;

    /// <summary>Writes the member, comma included, if there is anything to say; returns the fault of what the server would misread.</summary>
    public MessageFault? Write(in ValueWriter values, LogEventPropertyValue? own)
    {
        if (own is null && _defaults is null)
            return null;
        if (ObjectShape.IsNull(own) || own is SequenceValue { Elements.Count: 0 })
            own = null;
        if (own is not null && !ObjectShape.IsObject(own))
            return IntegrationRules.NoObject();

        var members = values.Members;
        var under = members.Open(deep: false, nullIsAbsent: true);
        if (_defaults is not null)
            values.AddMembers(ref under, _defaults, NameScope.Verbatim, layer: 0);
        if (own is not null)
            values.AddMembers(ref under, own, NameScope.Verbatim, layer: 1);

        var fault = members.Count == under.Start ? null : Write(values, under);
        members.Close(under);
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
                values.Write(member.Value, NameScope.Verbatim, Depth + 1);

            if (!IsGood(member))
                fault ??= IntegrationRules.NoSwitch(member.Name);
        }

        writer.Raw((byte)'}');
        return fault;
    }

    static bool IsGood(in Member member)
    {
        if (IntegrationRules.IsMisspeltAll(member.Name))
            return false;

        return TryReadSwitch(member.Value, out _) || (member.Name != IntegrationRules.All && ObjectShape.IsObject(member.Value));
    }

    static bool TryReadSwitch(LogEventPropertyValue? value, out bool isOn)
    {
        switch ((value as ScalarValue)?.Value)
        {
            case bool flag:
                isOn = flag;
                return true;
            case string text:
                return IntegrationRules.TryReadSwitch(text, out isOn);
            default:
                isOn = false;
                return false;
        }
    }
}
