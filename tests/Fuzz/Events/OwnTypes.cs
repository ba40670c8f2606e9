using System.Collections;
using Serilog.Events;

namespace Fuzz.Events;

/// <summary>Types of a program with members that throw, call themselves or never end.</summary>
sealed class Throwing : IFormattable, IComparable
{
    readonly Exception _fault = new InvalidOperationException(Witness.Secret);

    public int Number => throw _fault;

    public object? this[int index] => throw _fault;

    public override string ToString() => throw _fault;

    public string ToString(string? format, IFormatProvider? formatProvider) => throw _fault;

    public override bool Equals(object? obj) => throw _fault;

    public override int GetHashCode() => throw _fault;

    public int CompareTo(object? obj) => throw _fault;
}

sealed class ThrowingException : Exception
{
    public override string Message => throw new InvalidOperationException(Witness.Secret);

    public override string ToString() => throw new InvalidOperationException(Witness.Secret);
}

sealed class Endless
{
    readonly int _depth;

    public Endless(int depth = 0) => _depth = depth;

    public Endless Next => new(_depth + 1);

    public Endless[] All => [new(_depth + 1), new(_depth + 1)];
}

sealed class Node
{
    public object? Next { get; set; }

    public string Text { get; set; } = Witness.Secret;
}

sealed record Pair(object? Key, object? Value);

sealed class ThrowingSequence : IEnumerable<object?>
{
    readonly int _items;

    public ThrowingSequence(int items) => _items = items;

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < _items; i++)
            yield return i;
        throw new InvalidOperationException(Witness.Secret);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

sealed class ThrowingDictionary : IDictionary
{
    static Exception Fault => new NotSupportedException(Witness.Secret);

    public bool IsFixedSize => throw Fault;

    public bool IsReadOnly => throw Fault;

    public ICollection Keys => throw Fault;

    public ICollection Values => throw Fault;

    public int Count => throw Fault;

    public bool IsSynchronized => throw Fault;

    public object SyncRoot => throw Fault;

    public object? this[object key]
    {
        get => throw Fault;
        set => throw Fault;
    }

    public void Add(object key, object? value) => throw Fault;

    public void Clear() => throw Fault;

    public bool Contains(object key) => throw Fault;

    public IDictionaryEnumerator GetEnumerator() => throw Fault;

    public void Remove(object key) => throw Fault;

    public void CopyTo(Array array, int index) => throw Fault;

    IEnumerator IEnumerable.GetEnumerator() => throw Fault;
}

sealed class ThrowingPropertyValue : LogEventPropertyValue
{
    public override void Render(TextWriter output, string? format = null, IFormatProvider? formatProvider = null) =>
        throw new InvalidOperationException(Witness.Secret);
}
