using System.Collections;
using System.Collections.Specialized;
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
