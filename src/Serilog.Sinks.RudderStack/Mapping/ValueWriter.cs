using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes Serilog's property values as JSON.</summary>
/// <remarks>
/// Serilog bounds what it captures, but values can also be made by hand. So depth is limited here, and since every
/// step writes at least a byte, the writer's ceiling ends graphs that multiply.
/// </remarks>
readonly struct ValueWriter
{
    /// <summary>Levels of nesting in a whole message, itself included; what is deeper is left out. JSON readers commonly stop at 64.</summary>
    public const int MaxDepth = 64;

    readonly PropertyNames _names;

    public ValueWriter(MessageWriter writer, MemberStack members, PropertyNames names)
    {
        Writer = writer;
        Members = members;
        _names = names;
    }

    public MessageWriter Writer { get; }

    public MemberStack Members { get; }

    /// <param name="value">The value; null gives null.</param>
    /// <param name="scope">How identifiers are spelled.</param>
    /// <param name="depth">The number of objects and arrays around the value.</param>
    public void Write(LogEventPropertyValue? value, NameScope scope, int depth)
    {
        if (value is ScalarValue scalar)
            ScalarWriter.Write(Writer, scalar);
        else if (IsTooDeep(value, depth))
            WriteCut(depth);
        else if (ObjectShape.IsObject(value))
            WriteObject(value!, scope, depth);
        else if (value is SequenceValue sequence)
            WriteArray(sequence, scope, depth);
        else
            ScalarWriter.Write(Writer, ScalarText.OrReplacement(value));
    }

    /// <summary>Adds the members of a value that is an object.</summary>
    public void AddMembers(ref ObjectUnderConstruction under, LogEventPropertyValue value, NameScope scope, byte layer)
    {
        switch (value)
        {
            case StructureValue structure:
                AddStructure(ref under, structure, scope, layer);
                break;
            case DictionaryValue dictionary:
                AddDictionary(ref under, dictionary, layer);
                break;
            case SequenceValue sequence:
                AddPairs(ref under, sequence, layer);
                break;
        }
    }

    /// <summary>Writes the members gathered, without braces; depth counts the object itself.</summary>
    public void WriteMembers(in ObjectUnderConstruction under, NameScope scope, int depth)
    {
        var end = Members.Count;
        var isFirst = true;
        for (var i = under.Start; i < end && !Writer.IsFull; i++)
        {
            ref readonly var member = ref Members[i];
            if (member.IsBeneath)
                continue;
            if (IsTooDeep(member.Value, depth))
            {
                LeaveOut(member.Name, depth);
                continue;
            }

            if (!isFirst)
                Writer.Raw((byte)',');
            isFirst = false;
            WriteName(member);
            WriteMemberValue(i, scope, depth);
        }
    }

    /// <summary>Writes members of the message itself, or of its context, a comma before each.</summary>
    public void WriteFurtherMembers(in ObjectUnderConstruction under, NameScope scope, int depth)
    {
        var end = Members.Count;
        for (var i = under.Start; i < end && !Writer.IsFull; i++)
        {
            if (Members[i].IsBeneath)
                continue;

            Writer.Raw((byte)',');
            WriteName(Members[i]);
            WriteMemberValue(i, scope, depth);
        }
    }

    /// <summary>Writes the value of a gathered member, merged with what lies beneath it; scope is that of the member itself.</summary>
    public void WriteMemberValue(int index, NameScope scope, int depth)
    {
        ref readonly var member = ref Members[index];
        if (member.Value is ScalarValue scalar)
        {
            ScalarWriter.Write(Writer, scalar);
            return;
        }

        var name = member.Name;
        if (member.Beneath < 0)
            Write(member.Value, scope.Within(name), depth);
        else
            WriteMerged(index, scope.Within(name), depth);
        Members.Cut.Leave(depth, name);
    }

    public void WriteName(in Member member)
    {
        if (member.Utf8 is { } utf8)
        {
            Writer.Raw(utf8);
            return;
        }

        Writer.Text(member.Name);
        Writer.Raw((byte)':');
    }

    static bool IsTooDeep(LogEventPropertyValue? value, int depth) => depth >= MaxDepth && ObjectShape.IsContainer(value);

    // In an array something has to hold its place.
    void WriteCut(int depth)
    {
        Members.Cut.Note(depth);
        Writer.Null();
    }

    void LeaveOut(string name, int depth)
    {
        Members.Cut.Note(depth);
        Members.Cut.Leave(depth, name);
    }

    void WriteObject(LogEventPropertyValue value, NameScope scope, int depth)
    {
        if (depth >= CapturedDepth.Last - 1 && CapturedDepth.EndsAt(value, depth))
            Members.NoteDepth();

        var under = Members.Open(deep: false);
        AddMembers(ref under, value, scope, layer: 0);
        WriteAndClose(under, scope, depth);
    }

    void WriteMerged(int index, NameScope scope, int depth)
    {
        var under = Members.Open(deep: true);
        byte layer = 0;
        AddLayers(ref under, index, scope, ref layer);
        WriteAndClose(under, scope, depth);
    }

    void AddLayers(ref ObjectUnderConstruction under, int index, NameScope scope, ref byte layer)
    {
        if (Members[index].Beneath is var beneath and >= 0)
            AddLayers(ref under, beneath, scope, ref layer);
        AddMembers(ref under, Members[index].Value!, scope, layer++);
    }

    void WriteAndClose(in ObjectUnderConstruction under, NameScope scope, int depth)
    {
        Writer.Raw((byte)'{');
        WriteMembers(under, scope, depth + 1);
        Writer.Raw((byte)'}');
        Members.Close(under);
    }

    void WriteArray(SequenceValue sequence, NameScope scope, int depth)
    {
        Writer.Raw((byte)'[');
        var elements = sequence.Elements;
        var isFirst = true;
        for (var i = 0; i < elements.Count && !Writer.IsFull; i++)
        {
            if (elements[i] is Mark mark && !Members.Accepts(mark))
                continue;
            if (!isFirst)
                Writer.Raw((byte)',');
            isFirst = false;
            Write(elements[i], scope, depth + 1);
            Members.Cut.Leave(depth + 1, "[]");
        }

        Writer.Raw((byte)']');
    }

    void AddStructure(ref ObjectUnderConstruction under, StructureValue structure, NameScope scope, byte layer)
    {
        var properties = structure.Properties;
        var ownScope = structure is PlannedValue ? NameScope.Verbatim : scope;
        for (var i = 0; i < properties.Count && !Members.IsFull; i++)
        {
            var property = properties[i];
            Members.Add(ref under, _names.Get(property.Name).In(ownScope), property.Name, property.Value, layer);
        }
    }

    void AddDictionary(ref ObjectUnderConstruction under, DictionaryValue dictionary, byte layer)
    {
        // Its own enumerator allocates nothing.
        if (dictionary.Elements is Dictionary<ScalarValue, LogEventPropertyValue> elements)
        {
            foreach (var element in elements)
            {
                if (Members.IsFull)
                    break;
                AddEntry(ref under, element.Key, element.Value, layer);
            }

            return;
        }

        foreach (var element in dictionary.Elements)
            AddEntry(ref under, element.Key, element.Value, layer);
    }

    void AddPairs(ref ObjectUnderConstruction under, SequenceValue pairs, byte layer)
    {
        var elements = pairs.Elements;
        for (var i = 0; i < elements.Count && !Members.IsFull; i++)
        {
            if (ObjectShape.TryReadPair(elements[i], out var key, out var value))
                AddEntry(ref under, key, value, layer);
        }
    }

    // Keys are data: they are never renamed.
    void AddEntry(ref ObjectUnderConstruction under, ScalarValue key, LogEventPropertyValue value, byte layer)
    {
        var source = ScalarText.OfKey(key);
        Members.Add(ref under, Utf8Text.AsRead(source), utf8: null, source, value, layer);
    }
}
