using Serilog.Events;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Gathers the members of the object that is being written, and of those around it, so that each name is written once.</summary>
/// <remarks>
/// The server keeps the first of two equal names and drops the other silently. Only the innermost open object
/// can take members. Indices stay good while an object is open; references do not.
/// </remarks>
sealed class MemberStack
{
    // Up to this size comparing names costs less than a table.
    const int LargestScanned = 32;
    const int LargestKept = 1024;

    // Every member takes three bytes of a message at least, one that is merged over another counted twice.
    const int BytesPerMember = 3;

    Member[] _members = new Member[64];

    public int Count { get; private set; }

    /// <summary>Where a value was left out for its depth.</summary>
    public NestingCut Cut { get; } = new();

    /// <summary>Whether a value was met that stands for one that could not be captured, and is to be reported.</summary>
    public bool HasMarks { get; private set; }

    /// <summary>The most members that one object may have; with more the message cannot fit.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Whether an object had more members than the limit; the others were not taken.</summary>
    public bool IsFull { get; private set; }

    public ref readonly Member this[int index] => ref _members[index];

    public static int LimitFor(int messageBytes) => messageBytes / BytesPerMember;

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
        if (IsFull || (under.IsNullAbsent && ObjectShape.IsNull(value)))
            return;

        var index = Find(ref under, name);
        if (index < 0)
        {
            if (Count - under.Start >= Limit)
            {
                IsFull = true;
                return;
            }

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

    /// <summary>Notes that the logger read an object no further, for its depth.</summary>
    public void NoteDepth() => HasMarks = true;

    /// <summary>Takes a member out of the innermost object; it is not to be added again.</summary>
    public void Remove(in ObjectUnderConstruction under, string name)
    {
        for (var i = under.Start; i < Count; i++)
        {
            if (_members[i].Name == name)
                _members[i].IsBeneath = true;
        }
    }

    /// <summary>The members of an object as a value, names already spelled; null if there are none.</summary>
    public DictionaryValue? Copy(in ObjectUnderConstruction under)
    {
        if (Count == under.Start)
            return null;

        var copy = new Dictionary<ScalarValue, LogEventPropertyValue>();
        for (var i = under.Start; i < Count; i++)
            copy.Add(new ScalarValue(_members[i].Name), _members[i].Value ?? new ScalarValue(null));
        return new DictionaryValue(copy);
    }

    /// <summary>Forgets what the last message was about.</summary>
    public void Reset()
    {
        IsFull = false;
        HasMarks = false;
        Limit = int.MaxValue;
        Cut.Reset();
    }

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

/// <summary>A member of an object under construction.</summary>
struct Member
{
    /// <summary>The name in the message.</summary>
    public string Name;

    /// <summary>The name ready to be copied; null if it has to be escaped first.</summary>
    public byte[]? Utf8;

    /// <summary>The name in the program, which decides between names that become equal.</summary>
    public string Source;

    public LogEventPropertyValue? Value;

    /// <summary>The object that this one is merged over, as an index into the members; -1 for none.</summary>
    public int Beneath;

    /// <summary>Of equal names from several layers the highest layer has its way.</summary>
    public byte Layer;

    /// <summary>Whether the member is only there to be merged into another.</summary>
    public bool IsBeneath;
}

/// <summary>The part of a <see cref="MemberStack"/> that belongs to one object.</summary>
struct ObjectUnderConstruction
{
    public ObjectUnderConstruction(int start, bool isDeep, bool isNullAbsent)
    {
        Start = start;
        IsDeep = isDeep;
        IsNullAbsent = isNullAbsent;
    }

    /// <summary>The index of the first member.</summary>
    public int Start { get; }

    /// <summary>Whether objects of equal name are merged.</summary>
    public bool IsDeep { get; }

    /// <summary>Whether a member that is null is none, and hides nothing beneath it.</summary>
    public bool IsNullAbsent { get; }

    /// <summary>Where each name stands, once there are too many to scan.</summary>
    public Dictionary<string, int>? Names { get; set; }
}
