namespace RudderStack.Local.Storage;

/// <summary>
/// The newest entries in order, bounded in number and in bytes: the oldest are forgotten first. Each entry has a number,
/// counted from 1 and never used again. Not safe for several threads.
/// </summary>
sealed class Ring<T>
{
    const int FirstLength = 16;

    readonly int _capacity;
    readonly long _maxBytes;
    readonly Func<T, long> _measure;
    (T Entry, long Bytes)[] _slots = [];
    int _oldest;
    int _count;
    long _bytes;

    /// <param name="capacity">The most entries.</param>
    /// <param name="maxBytes">The most bytes of all entries together.</param>
    /// <param name="measure">What an entry takes in memory, roughly, but not less.</param>
    public Ring(int capacity, long maxBytes, Func<T, long> measure)
    {
        _capacity = capacity;
        _maxBytes = maxBytes;
        _measure = measure;
    }

    /// <summary>The number of the newest entry, forgotten or not; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>What <see cref="Last"/> was at the last <see cref="Clear"/>.</summary>
    public long Cleared { get; private set; }

    public void Add(T entry)
    {
        var bytes = _measure(entry);
        Last++;

        // The entries that are kept are always the newest without a gap, so one that is too large takes all before it along.
        while (_count > 0 && (_count == _capacity || _bytes + bytes > _maxBytes))
            ForgetOldest();
        if (_capacity == 0 || bytes > _maxBytes)
            return;
        if (_count == _slots.Length)
            Grow();
        _slots[(_oldest + _count) % _slots.Length] = (entry, bytes);
        _count++;
        _bytes += bytes;
    }

    public void Clear()
    {
        Cleared = Last;
        _slots = [];
        (_oldest, _count, _bytes) = (0, 0, 0);
    }

    public T[] ToArray() => Newest(_count);

    /// <summary>The entries behind the number that are still known, in order, but at most so many of the newest.</summary>
    public Numbered<T> After(long number, int most) => new(Newest((int)Math.Min(CountAfter(number), most)), Last);

    /// <summary>The entries behind the number that are still known, in order, but at most so many of the oldest.</summary>
    public Numbered<T> Next(long number, int most)
    {
        var known = (int)CountAfter(number);
        var count = Math.Min(known, most);
        return new Numbered<T>(Range(_count - known, count), Last - known + count);
    }

    long CountAfter(long number) => Math.Clamp(Last - number, 0, _count);

    T[] Newest(int count) => Range(_count - count, count);

    T[] Range(int start, int count)
    {
        var entries = new T[count];
        for (var i = 0; i < count; i++)
            entries[i] = _slots[(_oldest + start + i) % _slots.Length].Entry;
        return entries;
    }

    void ForgetOldest()
    {
        ref var slot = ref _slots[_oldest];
        _bytes -= slot.Bytes;
        slot = default;
        _oldest = (_oldest + 1) % _slots.Length;
        _count--;
    }

    void Grow()
    {
        var slots = new (T, long)[(int)Math.Min(Math.Max((long)_slots.Length * 2, FirstLength), _capacity)];
        for (var i = 0; i < _count; i++)
            slots[i] = _slots[(_oldest + i) % _slots.Length];
        (_slots, _oldest) = (slots, 0);
    }
}
