namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Remembers what was worked out for a key, for as many keys as there is room.</summary>
/// <remarks>
/// Read and written by any thread without a lock: a slot is replaced as a whole, and losing a race only means working
/// something out again. A key may stand in one of four neighbouring slots; when all are taken, one is overwritten,
/// so that a program that makes names or templates without end neither grows the cache nor locks it.
/// </remarks>
sealed class BoundedCache<TKey, TValue>
    where TKey : class
    where TValue : class
{
    const int Ways = 4;

    readonly Entry?[] _entries;
    readonly Func<TKey, TValue> _make;

    /// <param name="capacity">A power of two.</param>
    /// <param name="make">Works out the value of a key; the same key must always give an equal value.</param>
    public BoundedCache(int capacity, Func<TKey, TValue> make)
    {
        _entries = new Entry?[capacity];
        _make = make;
    }

    public TValue Get(TKey key, int hash)
    {
        for (var way = 0; way < Ways; way++)
        {
            if (_entries[SlotOf(hash, way)] is not { } entry)
                break;
            if (ReferenceEquals(entry.Key, key) || entry.Key.Equals(key))
                return entry.Value;
        }

        return Add(key, hash);
    }

    TValue Add(TKey key, int hash)
    {
        var entry = new Entry(key, _make(key));
        for (var way = 0; way < Ways; way++)
        {
            if (Interlocked.CompareExchange(ref _entries[SlotOf(hash, way)], entry, null) is null)
                return entry.Value;
        }

        // Above the bits that choose the slot, so that the keys of one slot do not all push out the same neighbour.
        Volatile.Write(ref _entries[SlotOf(hash, (hash >> 16) & (Ways - 1))], entry);
        return entry.Value;
    }

    int SlotOf(int hash, int way) => (hash + way) & (_entries.Length - 1);

    sealed record Entry(TKey Key, TValue Value);
}
