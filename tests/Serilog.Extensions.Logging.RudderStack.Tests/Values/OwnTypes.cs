using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

readonly struct StrongId(string value)
{
    readonly string _value = value;

    public override string ToString() => _value;
}

[TypeConverter(typeof(StringConverter))]
sealed class ConvertedId(int value)
{
    public int Value { get; } = value;

    public override string ToString() => "id-" + Value.ToString(CultureInfo.InvariantCulture);
}

readonly struct ParsedId(int value) : IParsable<ParsedId>
{
    public int Value { get; } = value;

    public static ParsedId Parse(string text, IFormatProvider? provider) => new(int.Parse(text, provider));

    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out ParsedId result)
    {
        result = default;
        return false;
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture) + "!";
}

// The compiler's ToString does not count.
sealed record RecordId(int Value);

sealed class Point(int x, int y)
{
    public int X { get; } = x;

    public int Y { get; } = y;

    public override string ToString() => $"({X}, {Y})";
}

sealed class FieldOnly
{
    public int Value = 1;

    public override string ToString() => "field";
}

sealed class Described(int value)
{
    public int Value { get; } = value;

    public override string ToString() => "for debugging";
}

sealed class Nothing;

sealed record KeyAndValue(string Key, int Value);

sealed class CultureText
{
    readonly double _number = 1.5;

    public override string ToString() => $"{_number}";
}

sealed class ThrowingText
{
    public override string ToString() => throw new InvalidOperationException("s3cret-value");
}

sealed class ThrowingGetter
{
    public int Good { get; } = 1;

    public int Bad => Good == 1 ? throw new InvalidOperationException("no") : Good;
}

sealed class OwnReadOnlyDictionary : IReadOnlyDictionary<string, int>
{
    readonly Dictionary<string, int> _inner = new() { ["A b"] = 1, ["c"] = 2 };

    public int this[string key] => _inner[key];

    public IEnumerable<string> Keys => _inner.Keys;

    public IEnumerable<int> Values => _inner.Values;

    public int Count => _inner.Count;

    public bool ContainsKey(string key) => _inner.ContainsKey(key);

    public bool TryGetValue(string key, out int value) => _inner.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => _inner.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

sealed class OwnSequence(params object?[] elements) : IEnumerable
{
    public IEnumerator GetEnumerator() => elements.GetEnumerator();
}
