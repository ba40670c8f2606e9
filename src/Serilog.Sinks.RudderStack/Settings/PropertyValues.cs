using System.Collections;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>Turns values of options into the property values that mapping writes.</summary>
static class PropertyValues
{
    // Nobody writes that many levels; a dictionary that contains itself does.
    const int MaxDepth = 32;

    /// <summary>Gives null for what is neither scalar nor dictionary nor sequence, at any depth.</summary>
    public static LogEventPropertyValue? From(object? value) => From(value, MaxDepth);

    /// <summary>The entries of a dictionary with text keys; null for anything else.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>>? EntriesOf(object? value)
    {
        switch (value)
        {
            case IDictionary dictionary:
                var entries = new List<KeyValuePair<string, object?>>();
                foreach (DictionaryEntry entry in dictionary)
                {
                    if (entry.Key is not string key)
                        return null;
                    entries.Add(new KeyValuePair<string, object?>(key, entry.Value));
                }

                return entries;

            // Such as ExpandoObject, which is no IDictionary.
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                return pairs.ToList();

            default:
                return null;
        }
    }

    static LogEventPropertyValue? From(object? value, int depth) => value switch
    {
        LogEventPropertyValue ready => ready,
        _ when IsScalar(value) => new ScalarValue(value),
        _ when depth == 0 => null,
        _ when EntriesOf(value) is { } entries => FromEntries(entries, depth),
        IDictionary => null,
        IEnumerable sequence => FromSequence(sequence, depth),
        _ => null,
    };

    static DictionaryValue? FromEntries(IReadOnlyList<KeyValuePair<string, object?>> entries, int depth)
    {
        var elements = new List<KeyValuePair<ScalarValue, LogEventPropertyValue>>(entries.Count);
        foreach (var entry in entries)
        {
            if (string.IsNullOrWhiteSpace(entry.Key) || From(entry.Value, depth - 1) is not { } element)
                return null;
            elements.Add(new KeyValuePair<ScalarValue, LogEventPropertyValue>(new ScalarValue(entry.Key), element));
        }

        return new DictionaryValue(elements);
    }

    static SequenceValue? FromSequence(IEnumerable sequence, int depth)
    {
        var elements = new List<LogEventPropertyValue>();
        foreach (var item in sequence)
        {
            if (From(item, depth - 1) is not { } element)
                return null;
            elements.Add(element);
        }

        return new SequenceValue(elements);
    }

    // DateOnly and TimeOnly are missing from netstandard2.0, yet can be handed over there.
    static bool IsScalar(object? value) =>
        value is null or string or bool or char
            or sbyte or byte or short or ushort or int or uint or long or ulong
            or float or double or decimal
            or DateTime or DateTimeOffset or TimeSpan or Guid or Uri or Version or Enum
        || value.GetType().FullName is "System.DateOnly" or "System.TimeOnly";
}
