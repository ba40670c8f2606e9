using System.Diagnostics;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack;

/// <summary>Collects what a typed helper was given and logs it as the property form would.</summary>
/// <remarks>
/// A null stays out, so that an enricher or scope may supply it. The message templates have holes and no text of their own:
/// text would become the name of a nameless page.
/// </remarks>
sealed class AnalyticsCall
{
    readonly ILogger _logger;
    readonly LogEventLevel _level;
    readonly MessageTemplate _template;
    readonly CaptureBudget _budget = CaptureWork.RentBudget();

    // What most calls have. An array, since a list and its enumerator would be allocated for each call.
    LogEventProperty[] _properties = new LogEventProperty[4];
    int _count;

    AnalyticsCall(ILogger logger, LogEventLevel level, MessageTemplate template)
    {
        _logger = logger;
        _level = level;
        _template = template;
    }

    /// <summary>Makes a template of holes alone.</summary>
    public static MessageTemplate Template(params string[] holes)
    {
        var tokens = new List<MessageTemplateToken>();
        foreach (var hole in holes)
        {
            if (tokens.Count > 0)
                tokens.Add(new TextToken(" "));
            tokens.Add(new PropertyToken(hole, HelperCalls.Text(hole), "l"));
        }

        return new MessageTemplate(tokens);
    }

    /// <summary>Begins a call, or gives null when the logger does not want its level.</summary>
    public static AnalyticsCall? Begin(ILogger logger, LogEventLevel level, MessageTemplate template, string eventType)
    {
        Guard.NotNull(logger, nameof(logger));
        if (logger.IsEnabled(level))
            return new AnalyticsCall(logger, level, template).With("EventType", eventType);

        DisabledLevel.Report(eventType, level);
        return null;
    }

    /// <summary>Adds a scalar.</summary>
    public AnalyticsCall With(string name, object? value)
    {
        if (value is not null && _logger.BindProperty(name, value, destructureObjects: false, out var property))
            Add(property);
        return this;
    }

    /// <summary>Adds what must be an object. Null in any of its forms, and an empty sequence, count as not given.</summary>
    public AnalyticsCall WithObject(string name, object? value)
    {
        if (value is null)
            return this;

        var captured = Capture(name, value);
        if (!ObjectShape.IsObject(captured.Value))
        {
            if (IsAbsent(captured.Value))
                return this;

            // The sink drops the event, and reports what the mark says.
            if (captured.Value is not Mark { Kind: MarkKind.Exhausted })
                captured = new LogEventProperty(name, Mark.Argument(HelperCalls.Problem(name, value.GetType(), captured.Value)));
        }

        Add(captured);
        return this;
    }

    /// <summary>What every call may carry.</summary>
    public AnalyticsCall WithCommon(string? anonymousId, object? context, object? integrations, DateTimeOffset? timestamp, string? messageId) =>
        With("AnonymousId", anonymousId)
            .WithObject("Context", context)
            .WithObject("Integrations", integrations)
            .With("Timestamp", timestamp)
            .With("MessageId", messageId);

    public void Log()
    {
        CaptureWork.Return(_budget);
        var activity = Activity.Current;
        _logger.Write(new LogEvent(
            TimeProvider.System.GetLocalNow(),
            _level,
            exception: null,
            _template,
            _count == _properties.Length ? (IEnumerable<LogEventProperty>)_properties : new ArraySegment<LogEventProperty>(_properties, 0, _count),
            activity?.TraceId ?? default,
            activity?.SpanId ?? default));
    }

    void Add(LogEventProperty property)
    {
        if (_count == _properties.Length)
            Array.Resize(ref _properties, 2 * _count);
        _properties[_count++] = property;
    }

    // What is given is read here, while work is counted; the sink only writes it.
    LogEventProperty Capture(string name, object value)
    {
        var outer = CaptureWork.Use(_budget);
        try
        {
            return PolicySentinel.IsKnownTo(_logger) && _logger.BindProperty(name, value, destructureObjects: true, out var property)
                ? property
                : new LogEventProperty(name, UnreachedLogger.Capture(_logger, value));
        }
        catch (Exception exception)
        {
            // A policy of the user's, or, for the sinks of AuditTo, a getter.
            return new LogEventProperty(name, Values.Capture.Failed(exception));
        }
        finally
        {
            CaptureWork.Use(outer);
        }
    }

    static bool IsAbsent(LogEventPropertyValue captured) =>
        ObjectShape.IsNull(captured) || captured is SequenceValue { Elements.Count: 0 } or Mark { Kind: MarkKind.Absent };
}
