using System.Collections;
using Serilog.Debugging;
using Serilog.Extensions.Logging.RudderStack.Compat;

namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>
/// Reads the shapes in which a state or scope gives properties: pairs with values of any type, dictionaries, tuples of a
/// name and a value.
/// </summary>
static class PropertyBag
{
    /// <summary>The most properties that one state or scope gives: a sequence may have no end.</summary>
    public const int Most = 10_000;

    /// <summary>Whether there is a property of this name; true also when the bag cannot be read, so that it is reported later.</summary>
    public static bool MayHave(object? bag, string name)
    {
        try
        {
            return bag switch
            {
                // Runs for every ordinary event: the two shapes that states and scopes mostly have need no enumerator object.
                IReadOnlyList<KeyValuePair<string, object?>> list => Has(list, name),
                Dictionary<string, object?> dictionary => Has(dictionary, name),
                _ => Has(PairsOf(bag).Take(Most), name),
            };
        }
        catch (Exception)
        {
            return true;
        }
    }

    public static IEnumerable<KeyValuePair<string, object?>> Read(object? bag)
    {
        var count = 0;
        foreach (var pair in PairsOf(bag))
        {
            if (count++ == Most)
            {
                SelfLog.WriteLine("RudderStack: a state or scope has more than {0} properties; the others are left out", Most);
                yield break;
            }

            yield return pair;
        }
    }

    static IEnumerable<KeyValuePair<string, object?>> PairsOf(object? bag) => bag switch
    {
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
        IDictionary dictionary => ReadTyped(dictionary),
        _ when PairSequence.Read(bag) is { } pairs => pairs,
        _ when NamedValue.Read(bag) is { } pair => [pair],
        _ => [],
    };

    // A dictionary whose values have another type than object.
    static IEnumerable<KeyValuePair<string, object?>> ReadTyped(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is string key)
                yield return new KeyValuePair<string, object?>(key, entry.Value);
        }
    }

    static bool Has(IReadOnlyList<KeyValuePair<string, object?>> list, string name)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (PropertyKey.IsFor(name, list[i].Key))
                return true;
        }

        return false;
    }

    static bool Has(Dictionary<string, object?> dictionary, string name)
    {
        foreach (var pair in dictionary)
        {
            if (PropertyKey.IsFor(name, pair.Key))
                return true;
        }

        return false;
    }

    static bool Has(IEnumerable<KeyValuePair<string, object?>> pairs, string name)
    {
        foreach (var pair in pairs)
        {
            if (PropertyKey.IsFor(name, pair.Key))
                return true;
        }

        return false;
    }
}
