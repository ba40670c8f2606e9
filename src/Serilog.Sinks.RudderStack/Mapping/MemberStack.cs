using Serilog.Events;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Gathers the members of the object that is being written, and of those around it, so that each name is written once.</summary>
/// <remarks>
/// The server keeps the first of two equal names and drops the other without a word. Only the innermost open object
/// can take members. Indices stay good while an object is open; references do not.
/// </remarks>
sealed class MemberStack
{
    // Up to this size comparing names costs less than a table.
    const int LargestScanned = 32;
    const int LargestKept = 1024;

    Member[] _members = new Member[64];

    public int Count { get; private set; }

    /// <summary>Whether a value was met that stands for one that could not be captured, and is to be reported.</summary>
    public bool HasMarks { get; private set; }

    public ref readonly Member this[int index] => ref _members[index];

    /// <summary>Begins an object; <paramref name="deep"/> merges objects of equal name instead of replacing the lower.</summary>
    public ObjectUnderConstruction Open(bool deep, bool nullIsAbsent = false) => new(Count, deep, nullIsAbsent);

    /// <summary>Forgets an object's members and everything opened after it.</summary>
    public void Close(in ObjectUnderConstruction under)
    {
        Array.Clear(_members, under.Start, Count - under.Start);
        Count = under.Start;
        if (Count == 0 && _members.Length > LargestKept)
            _members = new Member[LargestKept];
    }

    public void Add(ref ObjectUnderConstruction under, SpelledName name, string source, LogEventPropertyValue? value, byte layer) =>
        Add(ref under, name.Text, name.Utf8, source, value, layer);

    /// <summary>Adds a member, unless one of its name has precedence.</summary>
    public void Add(ref ObjectUnderConstruction under, string name, byte[]? utf8, string source, LogEventPropertyValue? value, byte layer)
    {
        if (value is Mark mark && !Accepts(mark))
            return;
        if (under.IsNullAbsent && ObjectShape.IsNull(value))
            return;

        var index = Find(ref under, name);
        if (index < 0)
        {
            under.Names?.Add(name, Count);

            // Field by field: a struct with references is copied by a call.
            ref var added = ref Push();
            added.Name = name;
            added.Utf8 = utf8;
            added.Source = source;
            added.Value = value;
            added.Layer = layer;
            added.Beneath = -1;
            added.IsBeneath = false;
            return;
        }

        ref var known = ref _members[index];
        if (!HasPrecedence(layer, source, known))
            return;

        var beneath = -1;
        if (layer == known.Layer)
        {
            beneath = ObjectShape.IsObject(value) ? known.Beneath : -1;
        }
        else if (under.IsDeep && ObjectShape.IsObject(value) && ObjectShape.IsObject(known.Value))
        {
            beneath = Count;
            Push() = _members[index] with { IsBeneath = true };
        }

        // Pushing may have moved the members.
        known = ref _members[index];
        known.Value = value;
        known.Source = source;
        known.Layer = layer;
        known.Beneath = beneath;
    }

    /// <summary>Notes a mark for reports; false when nothing is written in its place.</summary>
    public bool Accepts(Mark mark)
    {
        HasMarks |= mark.Kind is not (MarkKind.Absent or MarkKind.Threw);
        return mark.IsWritten;
    }

    /// <summary>Notes that something was too deep to be written.</summary>
    public void NoteDepth() => HasMarks = true;

    public void ForgetMarks() => HasMarks = false;

    // In one layer the member that is already spelled as written comes first, then the ordinally first.
    static bool HasPrecedence(byte layer, string source, in Member known)
    {
        if (layer != known.Layer)
            return layer > known.Layer;
        if (known.Source == known.Name)
            return false;

        return source == known.Name || string.CompareOrdinal(source, known.Source) < 0;
    }

    int Find(ref ObjectUnderConstruction under, string name)
    {
        if (under.Names is null && Count - under.Start > LargestScanned)
            under.Names = IndexNames(under.Start);
        if (under.Names is { } names)
            return names.TryGetValue(name, out var known) ? known : -1;

        for (var i = under.Start; i < Count; i++)
        {
            if (_members[i].Name == name && !_members[i].IsBeneath)
                return i;
        }

        return -1;
    }

    Dictionary<string, int> IndexNames(int start)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = start; i < Count; i++)
        {
            if (!_members[i].IsBeneath)
                names.Add(_members[i].Name, i);
        }

        return names;
    }

    ref Member Push()
    {
        if (Count == _members.Length)
            Array.Resize(ref _members, 2 * Count);
        return ref _members[Count++];
    }
}
