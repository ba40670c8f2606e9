using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Support;

/// <summary>Every shape in which a state or a scope may give one property whose value is a text.</summary>
static class Shapes
{
    public static TheoryData<object> Of(string name, string value)
    {
        var pair = KeyValuePair.Create(name, value);
        var boxed = KeyValuePair.Create(name, (object)value);
        var texts = new Dictionary<string, string> { [name] = value };
        var objects = new Dictionary<string, object> { [name] = value };
        return new(
            objects,
            objects.ToImmutableDictionary(),
            objects.ToFrozenDictionary(),
            new SortedDictionary<string, object>(objects),
            new ConcurrentDictionary<string, object>(objects),
            new ReadOnlyDictionary<string, object>(objects),
            texts,
            texts.ToImmutableDictionary(),
            texts.ToFrozenDictionary(),
            new SortedDictionary<string, string>(texts),
            new SortedList<string, string>(texts),
            new ConcurrentDictionary<string, string>(texts),
            new ReadOnlyDictionary<string, string>(texts),
            new OwnDictionary(texts),
            new Hashtable { [name] = value },
            new List<KeyValuePair<string, object>> { boxed },
            new List<KeyValuePair<string, string>> { pair },
            new[] { boxed },
            new[] { pair },
            new[] { KeyValuePair.Create(name, (IComparable)value) },
            ImmutableArray.Create(pair),
            new Queue<KeyValuePair<string, string>>([pair]),
            new HashSet<KeyValuePair<string, string>> { pair },
            Lazily(boxed),
            Lazily(pair),
            texts.Select(text => text),
            (name, value),
            (name, (object)value),
            (name, (IComparable)value),
            Tuple.Create(name, value));
    }

    static IEnumerable<KeyValuePair<string, T>> Lazily<T>(KeyValuePair<string, T> pair)
    {
        yield return pair;
    }

    /// <summary>A dictionary that implements no interface but this one.</summary>
    sealed class OwnDictionary(IReadOnlyDictionary<string, string> inner) : IReadOnlyDictionary<string, string>
    {
        public string this[string key] => inner[key];

        public IEnumerable<string> Keys => inner.Keys;

        public IEnumerable<string> Values => inner.Values;

        public int Count => inner.Count;

        public bool ContainsKey(string key) => inner.ContainsKey(key);

        public bool TryGetValue(string key, out string value) => inner.TryGetValue(key, out value!);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => inner.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => inner.GetEnumerator();
    }
}
