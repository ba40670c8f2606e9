using System.Collections;
using Serilog.Debugging;

namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>The state of an analytics event, as Serilog's logger shall see it.</summary>
/// <remarks>
/// It always has a template: to a state without one Serilog's logger adds its text as a property, which would be sent.
/// </remarks>
sealed class EventState : IEnumerable<KeyValuePair<string, object?>>
{
    readonly List<KeyValuePair<string, object?>> _pairs = [];

    public static EventState Of(IEnumerable<KeyValuePair<string, object?>> state)
    {
        var copy = new EventState();
        try
        {
            // Serilog's logger gives up an event for a name that is null.
            copy._pairs.AddRange(state.Where(static pair => !string.IsNullOrEmpty(pair.Key)));
        }
        catch (Exception exception)
        {
            SelfLog.WriteLine("RudderStack: the state of an event could not be read to its end: {0}", exception.GetType());
        }

        if (!copy._pairs.Exists(static pair => pair.Key == PropertyKey.OriginalFormat && pair.Value is string))
            copy._pairs.Add(new KeyValuePair<string, object?>(PropertyKey.OriginalFormat, ""));
        return copy;
    }

    /// <summary>Puts a text in the place of each value that cannot be read.</summary>
    public void MakeReadable()
    {
        for (var i = 0; i < _pairs.Count; i++)
        {
            var (key, value) = (_pairs[i].Key, _pairs[i].Value);
            if (value is not null && PropertyKey.IsName(key))
                _pairs[i] = new KeyValuePair<string, object?>(key, ReadableValue.OrText(key, value));
        }
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
