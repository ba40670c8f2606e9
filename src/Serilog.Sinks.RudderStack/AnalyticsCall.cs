using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.RudderStack.Compat;

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
    readonly List<LogEventProperty> _properties = [];

    AnalyticsCall(ILogger logger, LogEventLevel level, MessageTemplate template)
    {
        _logger = logger;
        _level = level;
        _template = template;
    }

    /// <summary>Makes a template of holes alone, shown without quotes: <c>{EventType:l} {Event:l}</c>.</summary>
    public static MessageTemplate Template(params string[] holes)
    {
        var tokens = new List<MessageTemplateToken>();
        foreach (var hole in holes)
        {
            if (tokens.Count > 0)
                tokens.Add(new TextToken(" "));
            tokens.Add(new PropertyToken(hole, $"{{{hole}:l}}", "l"));
        }

        return new MessageTemplate(tokens);
    }

    /// <summary>Begins a call, or gives null when the logger does not want its level.</summary>
    public static AnalyticsCall? Begin(ILogger logger, LogEventLevel level, MessageTemplate template, string eventType)
    {
        Guard.NotNull(logger, nameof(logger));
        return logger.IsEnabled(level) ? new AnalyticsCall(logger, level, template).With("EventType", eventType) : null;
    }

    public AnalyticsCall With(string name, object? value) => Add(name, value, destructure: false);

    public AnalyticsCall WithObject(string name, object? value) => Add(name, value, destructure: true);

    /// <summary>What every call may carry.</summary>
    public AnalyticsCall WithCommon(string? anonymousId, object? context, object? integrations, DateTimeOffset? timestamp, string? messageId) =>
        With("AnonymousId", anonymousId)
            .WithObject("Context", context)
            .WithObject("Integrations", integrations)
            .With("Timestamp", timestamp)
            .With("MessageId", messageId);

    public void Log()
    {
        var activity = Activity.Current;
        _logger.Write(new LogEvent(
            TimeProvider.System.GetLocalNow(),
            _level,
            exception: null,
            _template,
            _properties,
            activity?.TraceId ?? default,
            activity?.SpanId ?? default));
    }

    AnalyticsCall Add(string name, object? value, bool destructure)
    {
        if (value is not null && TryBind(name, value, destructure, out var property))
            _properties.Add(property);
        return this;
    }

    bool TryBind(string name, object value, bool destructure, [NotNullWhen(true)] out LogEventProperty? property)
    {
        try
        {
            return _logger.BindProperty(name, value, destructure, out property);
        }
        catch (Exception exception)
        {
            // A getter or an enumerator threw: the same replacement that Serilog makes for the holes of a template.
            SelfLog.WriteLine("RudderStack: exception caught while converting the value of {0}: {1}", name, exception.GetType());
            property = new LogEventProperty(name, new ScalarValue("Capturing the property value threw an exception: " + exception.GetType().Name));
            return true;
        }
    }
}
