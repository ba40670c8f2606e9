using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Recognises analytics events, at the cost of one look-up.</summary>
/// <remarks>
/// A popular enricher puts a hash of the template into <c>EventType</c> on every event. So other values are no error;
/// but text that could be a mistyped call is reported, for a few values.
/// </remarks>
sealed class EventClassifier
{
    const int MaxReported = 3;
    const int LongestReported = 64;

    readonly string _propertyName;
    readonly ReportOutlet _outlet;
    readonly string[] _reported = new string[MaxReported];
    volatile int _reportedCount;

    public EventClassifier(string propertyName, ReportOutlet outlet)
    {
        _propertyName = propertyName;
        _outlet = outlet;
    }

    /// <summary>Whether a sink with this name of the property that names the call sends an event.</summary>
    public static bool IsAnalytics(LogEvent logEvent, string propertyName) =>
        logEvent.Properties.TryGetValue(propertyName, out var value) && value is ScalarValue { Value: string text } && MessageTypes.TryParse(text, out _) && !IsReport(logEvent);

    public bool TryRecognise(LogEvent logEvent, out MessageType type)
    {
        type = default;
        if (!logEvent.Properties.TryGetValue(_propertyName, out var value) || value is not ScalarValue { Value: string text })
            return false;
        if (MessageTypes.TryParse(text, out type))
            return !IsReport(logEvent);

        if (_reportedCount < MaxReported && MayBeTypo(text))
            Report(text);
        return false;
    }

    // What is reported through the program's own logger must not come back, by whatever way.
    static bool IsReport(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source) && source is ScalarValue { Value: RudderStackReports.Category };

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

    void Report(string text)
    {
        lock (_reported)
        {
            if (_reportedCount == MaxReported || Array.IndexOf(_reported, text, 0, _reportedCount) >= 0)
                return;
            _reported[_reportedCount] = text;
            _reportedCount++;
        }

        _outlet.Write(
            $"{_propertyName} is \"{OneLine.Of(text, LongestReported)}\", which is none of track, identify, page, screen, group and alias; " +
            "the event is ignored (reported once).");
    }
}
