namespace RudderStack.Local.Storage;

/// <summary>
/// The newest entries in order, bounded: the oldest are forgotten first. Each entry has a number, counted from 1 and
/// never used again. Not safe for several threads.
/// </summary>
sealed class Ring<T>
{
    const int FirstLength = 16;

    readonly int _capacity;
    T[] _slots = [];
    int _oldest;
    int _count;

    public Ring(int capacity) => _capacity = capacity;

    /// <summary>The number of the newest entry, forgotten or not; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>What <see cref="Last"/> was at the last <see cref="Clear"/>.</summary>
    public long Cleared { get; private set; }

    public void Add(T entry)
    {
        Last++;
        if (_capacity == 0)
            return;
        if (_count == _slots.Length && _count < _capacity)
            Grow();
        _slots[(_oldest + _count) % _slots.Length] = entry;
        if (_count < _slots.Length)
            _count++;
        else
            _oldest = (_oldest + 1) % _slots.Length;
    }

    public void Clear()
    {
        Cleared = Last;
        _slots = [];
        (_oldest, _count) = (0, 0);
    }

    public T[] ToArray() => Newest(_count);

    /// <summary>The entries behind the number that are still known, in order, but at most so many of the newest.</summary>
    public T[] After(long number, int most) => Newest((int)Math.Clamp(Last - number, 0, Math.Min(_count, most)));

    T[] Newest(int count)
    {
        var entries = new T[count];
        for (var i = 0; i < count; i++)
            entries[i] = _slots[(_oldest + _count - count + i) % _slots.Length];
        return entries;
    }

    void Grow()
    {
        var entries = ToArray();
        _slots = new T[(int)Math.Min(Math.Max((long)_slots.Length * 2, FirstLength), _capacity)];
        entries.CopyTo(_slots, 0);
        _oldest = 0;
    }
}
