using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Tells analytics events from all others, at the cost of one look-up.</summary>
/// <remarks>
/// A popular enricher puts a hash of the template into <c>EventType</c> on every event. So other values are no error;
/// but text that could be a mistyped call is told, for a few values.
/// </remarks>
sealed class EventClassifier
{
    const int MaxTold = 3;
    const int LongestTold = 64;

    readonly string _propertyName;
    readonly string[] _told = new string[MaxTold];
    volatile int _toldCount;

    public EventClassifier(string propertyName) => _propertyName = propertyName;

    public bool TryRecognise(LogEvent logEvent, out MessageType type)
    {
        type = default;
        if (!logEvent.Properties.TryGetValue(_propertyName, out var value) || value is not ScalarValue { Value: string text })
            return false;
        if (MessageTypes.TryParse(text, out type))
            return true;

        if (_toldCount < MaxTold && MayBeTypo(text))
            Tell(text);
        return false;
    }

    // Hashes come as hexadecimal text, too.
    static bool MayBeTypo(string text)
    {
        var value = text.AsSpan().Trim();
        if (value.StartsWith("0x".AsSpan(), StringComparison.OrdinalIgnoreCase))
            value = value.Slice(2);
        foreach (var c in value)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
                return true;
        }

        return false;
    }

    void Tell(string text)
    {
        lock (_told)
        {
            if (_toldCount == MaxTold || Array.IndexOf(_told, text, 0, _toldCount) >= 0)
                return;
            _told[_toldCount] = text;
            _toldCount++;
        }

        SelfLog.WriteLine(
            "RudderStack: {0} is \"{1}\", which is none of track, identify, page, screen, group and alias; the event is ignored (told once).",
            _propertyName,
            text.Length <= LongestTold ? text : text.Substring(0, LongestTold));
    }
}
