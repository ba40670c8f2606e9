using System.Collections;
using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Dictionaries, and sequences of pairs: objects whose names are data.</summary>
static class Dictionaries
{
    public static LogEventPropertyValue OfObjects(object value, Capture capture)
    {
        using var entries = new EntryList(capture);

        // Its own enumerator allocates nothing.
        if (value is Dictionary<string, object?> dictionary)
        {
            foreach (var pair in dictionary)
            {
                if (!entries.TryAdd(pair.Key, pair.Value))
                    break;
            }
        }
        else
        {
            foreach (var pair in (IEnumerable<KeyValuePair<string, object?>>)value)
            {
                if (!entries.TryAdd(pair.Key, pair.Value))
                    break;
            }
        }

        return entries.ToValue();
    }

    public static LogEventPropertyValue OfTexts(object value, Capture capture)
    {
        using var entries = new EntryList(capture);
        foreach (var pair in (IEnumerable<KeyValuePair<string, string?>>)value)
        {
            if (!entries.TryAdd(pair.Key, pair.Value))
                break;
        }

        return entries.ToValue();
    }

    public static LogEventPropertyValue OfEntries(object value, Capture capture)
    {
        using var entries = new EntryList(capture);
        foreach (DictionaryEntry entry in (IDictionary)value)
        {
            if (!entries.TryAdd(entry.Key, entry.Value))
                break;
        }

        return entries.ToValue();
    }

    public static LogEventPropertyValue OfPairs(object value, Capture capture)
    {
        using var entries = new EntryList(capture);
        foreach (var element in (IEnumerable)value)
        {
            var (key, content) = Pairs.Split(element);
            if (!entries.TryAdd(key, content))
                break;
        }

        return entries.ToValue();
    }

    public static LogEventPropertyValue OfNames(object value, Capture capture)
    {
        using var entries = new EntryList(capture);
        var names = (NameValueCollection)value;
        for (var i = 0; i < names.Count; i++)
        {
            var texts = names.GetValues(i);
            if (!entries.TryAdd(names.GetKey(i), texts is { Length: 1 } ? texts[0] : texts))
                break;
        }

        return entries.ToValue();
    }
}

/// <summary>Pairs of any types, by reflection on a type that is never trimmed here.</summary>
static class Pairs
{
    /// <summary>Whether a type is declared as a sequence of pairs; objects that merely have a key and a value are none.</summary>
    public static bool IsSequence(Type type) => Array.Exists(TypeNames.Interfaces(type), IsSequenceInterface);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(KeyValuePair<,>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The members are kept by name.")]
    public static (object? Key, object? Value) Split(object pair)
    {
        var type = pair.GetType();
        return (type.GetProperty("Key")!.GetValue(pair), type.GetProperty("Value")!.GetValue(pair));
    }

    static bool IsSequenceInterface(Type one) =>
        one.IsGenericType
        && one.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        && one.GenericTypeArguments[0] is { IsGenericType: true } element
        && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);
}
