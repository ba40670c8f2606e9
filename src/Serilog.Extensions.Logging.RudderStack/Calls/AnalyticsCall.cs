using System.Collections;
using Microsoft.Extensions.Logging;
using Serilog.Debugging;
using Serilog.Extensions.Logging.RudderStack.Compat;
using Serilog.Extensions.Logging.RudderStack.Pipeline;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Calls;

/// <summary>What a typed helper was given, as the state of one log call.</summary>
/// <remarks>
/// To Serilog, whether behind our provider or behind Microsoft's logger, these are the properties of the event and its
/// template; to other providers, a text. A null stays out, so that a scope or an enricher may supply it. The template has
/// holes and no text of its own: text would become the name of a nameless page.
/// </remarks>
sealed class AnalyticsCall : IReadOnlyList<KeyValuePair<string, object?>>
{
    static readonly Func<AnalyticsCall, Exception?, string> Format = static (call, _) => call.ToString();

    readonly Microsoft.Extensions.Logging.ILogger _logger;
    readonly LogLevel _level;
    readonly string _template;
    readonly List<KeyValuePair<string, object?>> _pairs = new(10);

    AnalyticsCall(Microsoft.Extensions.Logging.ILogger logger, LogLevel level, string template)
    {
        _logger = logger;
        _level = level;
        _template = template;
    }

    public int Count => _pairs.Count;

    public KeyValuePair<string, object?> this[int index] => _pairs[index];

    /// <summary>Begins a call, or gives null when the logger does not want its level.</summary>
    public static AnalyticsCall? Begin(Microsoft.Extensions.Logging.ILogger logger, LogLevel level, string template, string eventType)
    {
        Guard.NotNull(logger, nameof(logger));
        return logger.IsEnabled(level) ? new AnalyticsCall(logger, level, template).With("EventType", eventType) : null;
    }

    public AnalyticsCall With(string name, object? value)
    {
        if (value is not null)
            _pairs.Add(new KeyValuePair<string, object?>(name, value));
        return this;
    }

    /// <summary>Adds an object that Serilog shall take apart, which the <c>@</c> before its name asks for.</summary>
    public AnalyticsCall WithObject(string name, object? value) =>
        AnalyticsArguments.IsAbsent(value) ? this : With(name, value);

    /// <summary>What every call may carry.</summary>
    public AnalyticsCall WithCommon(string? anonymousId, object? context, object? integrations, DateTimeOffset? timestamp, string? messageId) =>
        With("AnonymousId", anonymousId)
            .WithObject("@Context", context)
            .WithObject("@Integrations", integrations)
            .With("Timestamp", timestamp)
            .With("MessageId", messageId);

    /// <summary>Logs, and never throws: Microsoft's logger passes on what a provider throws, after all have had their turn.</summary>
    public void Log()
    {
        _pairs.Add(new KeyValuePair<string, object?>(PropertyKey.OriginalFormat, _template));
        try
        {
            // The logger reads the arguments, in its own time; so what that may cost is bounded around it.
            using var bounded = AnalyticsArguments.Begin(this);
            _logger.Log(_level, default, this, exception: null, Format);
        }
        catch (Exception exception)
        {
            SelfLog.WriteLine("RudderStack: a logger provider threw at an analytics call: {0}", exception.GetBaseException().GetType());
        }
    }

    /// <summary>The text for people: the call and its subject, as the template shows them.</summary>
    public override string ToString()
    {
        var subject = _pairs.Where(pair => pair.Value is string && _template.Contains($"{{{pair.Key}:l}}"));
        return string.Join(" ", subject.Select(pair => (string)pair.Value!));
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
