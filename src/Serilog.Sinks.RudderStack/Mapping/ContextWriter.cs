using System.Runtime.CompilerServices;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Plans;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes <c>context</c>: the tracking plan's mark, the configured default over it, the event's own over both, the traits over all, and always this library.</summary>
sealed class ContextWriter
{
    const byte PlanLayer = 0;
    const byte DefaultLayer = 1;
    const byte OwnLayer = 2;
    const byte TraitsLayer = 3;

    // Inside the message.
    const int Depth = 1;

    static readonly SpelledName Traits = new("traits");
    static readonly byte[] Start = MakeStart();

    readonly DictionaryValue? _defaults;
    readonly PropertyNames _names;
    readonly byte[] _withoutOwn;

    // Programs have few plans. Weak, since a plan may belong to a plug-in.
    readonly ConditionalWeakTable<PlanSource, byte[]> _withoutOwnByPlan = new();

    public ContextWriter(DictionaryValue? defaults, PropertyNames names)
    {
        _defaults = defaults;
        _names = names;
        _withoutOwn = WriteOnce(plan: null);
    }

    /// <summary>Writes the member, comma included.</summary>
    public void Write(in ValueWriter values, LogEventPropertyValue? own, LogEventPropertyValue? traits, PlanSource? plan)
    {
        if (own is not null || traits is not null)
            WriteMerged(values, own, traits, plan);
        else
            values.Writer.Raw(plan is null ? _withoutOwn : _withoutOwnByPlan.GetValue(plan, WriteOnce));
    }

    void WriteMerged(in ValueWriter values, LogEventPropertyValue? own, LogEventPropertyValue? traits, PlanSource? plan)
    {
        var members = values.Members;
        var under = members.Open(deep: true);
        if (plan is not null)
            values.AddMembers(ref under, plan.Context, NameScope.Context, PlanLayer);
        if (_defaults is not null)
            values.AddMembers(ref under, _defaults, NameScope.Context, DefaultLayer);
        if (own is not null)
            values.AddMembers(ref under, own, NameScope.Context, OwnLayer);
        if (traits is not null)
            members.Add(ref under, Traits, Traits.Text, traits, TraitsLayer);

        // Never taken from callers: library is this one, and with sources the message would pass for one of reverse ETL.
        members.Remove(under, "library");
        members.Remove(under, "sources");

        values.Writer.Raw(Start);
        values.WriteFurtherMembers(under, NameScope.Context, Depth + 1);
        values.Writer.Raw((byte)'}');
        members.Close(under);
        members.Cut.Leave(Depth, "context");
    }

    byte[] WriteOnce(PlanSource? plan)
    {
        var writer = MessageWriter.Rent();
        WriteMerged(new ValueWriter(writer, new MemberStack(), _names), own: null, traits: null, plan);
        var written = writer.Written.ToArray();
        MessageWriter.Return(writer);
        return written;
    }

    static byte[] MakeStart()
    {
        var writer = MessageWriter.Rent();
        writer.Raw(",\"context\":{\"library\":{\"name\":"u8);
        writer.Text(Library.Name);
        writer.Raw(",\"version\":"u8);
        writer.Text(Library.Version);
        writer.Raw((byte)'}');
        var start = writer.Written.ToArray();
        MessageWriter.Return(writer);
        return start;
    }
}
