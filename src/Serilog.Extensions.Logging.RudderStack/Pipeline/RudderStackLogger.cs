using Microsoft.Extensions.Logging;

namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>Hands analytics events on to Serilog's logger, and stops all others before they cost anything.</summary>
/// <remarks>
/// The sink decides by the value of <c>EventType</c>. That there is one is found here, in state and scopes, since nearly all
/// events have none, and need not be converted for a sink that ignores them. So an enricher cannot make an ordinary event
/// analytics, which it can where Serilog is the logger.
/// </remarks>
sealed class RudderStackLogger : Microsoft.Extensions.Logging.ILogger
{
    static readonly Func<EventState, Exception?, string> NoText = static (_, _) => "";

    readonly Microsoft.Extensions.Logging.ILogger _serilog;
    readonly Scopes _scopes;
    readonly string? _eventType;

    /// <param name="serilog">Serilog's logger for the category.</param>
    /// <param name="scopes">The scopes of the provider.</param>
    /// <param name="eventType">The name of the property that names the call; null when nothing of this category is sent.</param>
    public RudderStackLogger(Microsoft.Extensions.Logging.ILogger serilog, Scopes scopes, string? eventType)
    {
        _serilog = serilog;
        _scopes = scopes;
        _eventType = eventType;
    }

    public bool IsEnabled(LogLevel logLevel) => _eventType is not null && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || !(PropertyBag.MayHave(state, _eventType!) || _scopes.MayHave(_eventType!)))
            return;

        Log(logLevel, eventId, EventState.Of(PropertyBag.Read(state)), exception);
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => _scopes.Push(state);

    // Serilog's logger gives up an event when a value cannot be read, and reports it to SelfLog alone. It is seen by the scopes not
    // being asked; then the event goes without the value.
    void Log(LogLevel logLevel, EventId eventId, EventState state, Exception? exception)
    {
        var before = Scopes.EventsOfThread;
        _serilog.Log(logLevel, eventId, state, exception, NoText);
        if (Scopes.EventsOfThread != before)
            return;

        state.MakeReadable();
        _serilog.Log(logLevel, eventId, state, exception, NoText);
    }
}
