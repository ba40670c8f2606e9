using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes <c>context</c>: the configured default, the event's own over it, the traits over both, and always this library.</summary>
sealed class ContextWriter
{
    const byte DefaultLayer = 0;
    const byte OwnLayer = 1;
    const byte TraitsLayer = 2;

    // Inside the message.
    const int Depth = 1;

    static readonly SpelledName Traits = new("traits");
    static readonly byte[] Start = MakeStart();

    readonly DictionaryValue? _defaults;
    readonly byte[] _withoutOwn;

    public ContextWriter(DictionaryValue? defaults, PropertyNames names)
    {
        _defaults = defaults;
        _withoutOwn = WriteOnce(names);
    }

    /// <summary>Writes the member, comma included.</summary>
    public void Write(in ValueWriter values, LogEventPropertyValue? own, LogEventPropertyValue? traits)
    {
        if (own is null && traits is null)
            values.Writer.Raw(_withoutOwn);
        else
            WriteMerged(values, own, traits);
    }

    /// <summary>Whether a member is never taken from callers: ours is <c>library</c>, and <c>sources</c> would pass for reverse ETL.</summary>
    public static bool IsForbidden(string name) => name is "library" or "sources";

    void WriteMerged(in ValueWriter values, LogEventPropertyValue? own, LogEventPropertyValue? traits)
    {
        var members = values.Members;
        var under = members.Open(deep: true);
        if (_defaults is not null)
            values.AddMembers(ref under, _defaults, NameScope.Context, DefaultLayer);
        if (own is not null)
            values.AddMembers(ref under, own, NameScope.Context, OwnLayer);
        if (traits is not null)
            members.Add(ref under, Traits, Traits.Text, traits, TraitsLayer);

        values.Writer.Raw(Start);
        var end = members.Count;
        for (var i = under.Start; i < end && !values.Writer.IsFull; i++)
        {
            ref readonly var member = ref members[i];
            if (member.IsBeneath || IsForbidden(member.Name))
                continue;

            values.Writer.Raw((byte)',');
            values.WriteName(member);
            values.WriteMemberValue(i, NameScope.Context, Depth + 1);
        }

        values.Writer.Raw((byte)'}');
        members.Close(under);
    }

    byte[] WriteOnce(PropertyNames names)
    {
        var writer = MessageWriter.Rent();
        WriteMerged(new ValueWriter(writer, new MemberStack(), names), own: null, traits: null);
        var written = writer.Written.ToArray();
        MessageWriter.Return(writer);
        return written;
    }

    static byte[] MakeStart()
    {
        var writer = MessageWriter.Rent();
        writer.Raw(",\"context\":{"u8);
        WriteLibrary(writer);
        var start = writer.Written.ToArray();
        MessageWriter.Return(writer);
        return start;
    }

    /// <summary>Writes the member that names this library.</summary>
    public static void WriteLibrary(MessageWriter writer)
    {
        writer.Raw("\"library\":{\"name\":"u8);
        writer.Text(Library.Name);
        writer.Raw(",\"version\":"u8);
        writer.Text(Library.Version);
        writer.Raw((byte)'}');
    }
}
