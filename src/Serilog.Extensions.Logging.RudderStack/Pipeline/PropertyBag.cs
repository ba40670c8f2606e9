using System.Collections;
using Serilog.Extensions.Logging.RudderStack.Compat;

namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>Reads the shapes in which a state or scope gives properties: pairs, dictionaries, tuples of a name and a value.</summary>
static class PropertyBag
{
    /// <summary>Whether there is a property of this name; true also when the bag cannot be read, so that it is told later.</summary>
    public static bool MayHave(object? bag, string name)
    {
        try
        {
            return bag is IReadOnlyList<KeyValuePair<string, object?>> list
                ? Has(list, name)
                : Read(bag).Any(pair => PropertyKey.IsFor(name, pair.Key));
        }
        catch (Exception)
        {
            return true;
        }
    }

    public static IEnumerable<KeyValuePair<string, object?>> Read(object? bag) => bag switch
    {
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
        IDictionary dictionary => dictionary.Keys.OfType<string>().Select(key => new KeyValuePair<string, object?>(key, dictionary[key])),
        _ when NamedValue.Read(bag) is { } pair => [pair],
        _ => [],
    };

    // Without an enumerator: this is what states of Microsoft's loggers are, and it runs on every ordinary event.
    static bool Has(IReadOnlyList<KeyValuePair<string, object?>> list, string name)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (PropertyKey.IsFor(name, list[i].Key))
                return true;
        }

        return false;
    }
}
