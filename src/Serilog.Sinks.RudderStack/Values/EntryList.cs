using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Gathers the entries of a dictionary, or of what may be one.</summary>
ref struct EntryList
{
    readonly CaptureWork _work;
    readonly Capture _capture;
    readonly List<KeyValuePair<ScalarValue, LogEventPropertyValue>> _entries;
    List<StructureValue>? _pairs;
    bool _isExhausted;
    int _left;

    public EntryList(Capture capture)
    {
        _capture = capture;
        _work = CaptureWork.Current;
        _entries = _work.RentEntries();
        _left = -1;
    }

    /// <summary>Adds an entry; false when no more are wanted.</summary>
    public bool TryAdd(object? key, object? value)
    {
        if (_left < 0)
            _left = _capture.MaxElements;
        if (_left-- == 0)
            return false;
        if (!CaptureWork.TryCount(CaptureBudget.SmallestEntry))
        {
            _isExhausted = true;
            return false;
        }

        if (key is null)
            _entries.Add(new(new ScalarValue(null), Mark.NullKey));
        else if (key is string text)
            _entries.Add(new(new ScalarValue(text), _capture.Read(value)));
        else
            AddOther(_capture.Read(key), value);
        return true;
    }

    public LogEventPropertyValue ToValue()
    {
        if (_isExhausted)
            return Mark.Exhausted;
        if (_pairs is not null)
            return ToPairs();

        return HasRepeatedKey() ? new DictionaryValue(Grouped()) : new DictionaryValue(_entries);
    }

    public void Dispose() => _work.Return(_entries);

    // Keys that are no text make pairs of all entries: JSON has no other keys.
    void AddOther(LogEventPropertyValue key, object? value)
    {
        var content = _capture.Read(value);
        if (key is ScalarValue scalar and (not Mark or Mark { Kind: MarkKind.Threw }))
            _entries.Add(new(scalar, content));
        else
            (_pairs ??= []).Add(Pair(key, content));
    }

    SequenceValue ToPairs() => new(_entries.ConvertAll(static entry => Pair(entry.Key, entry.Value)).Concat(_pairs!));

    static StructureValue Pair(LogEventPropertyValue key, LogEventPropertyValue value) =>
        new([new LogEventProperty("Key", key), new LogEventProperty("Value", value)]);

    // Dictionaries have none as a rule, but keys may become equal as text, and sequences of pairs are free.
    bool HasRepeatedKey()
    {
        const int largestScanned = 16;
        if (_entries.Count > largestScanned)
            return new HashSet<ScalarValue>(_entries.Select(static entry => entry.Key)).Count < _entries.Count;

        for (var i = 1; i < _entries.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (_entries[i].Key.Equals(_entries[j].Key))
                    return true;
            }
        }

        return false;
    }

    // No value is lost: a name that comes again has an array.
    IEnumerable<KeyValuePair<ScalarValue, LogEventPropertyValue>> Grouped() => _entries
        .GroupBy(static entry => entry.Key, static entry => entry.Value)
        .Select(static group => new KeyValuePair<ScalarValue, LogEventPropertyValue>(
            group.Key,
            group.Key.Value is null ? Mark.NullKey : group.Skip(1).Any() ? new SequenceValue(group) : group.First()));
}
