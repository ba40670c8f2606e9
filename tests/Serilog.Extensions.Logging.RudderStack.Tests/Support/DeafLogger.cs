using Microsoft.Extensions.Logging;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Support;

/// <summary>A logger that wants nothing, and must not be given anything.</summary>
sealed class DeafLogger : Microsoft.Extensions.Logging.ILogger
{
    public List<LogLevel> Asked { get; } = [];

    public bool IsEnabled(LogLevel logLevel)
    {
        Asked.Add(logLevel);
        return false;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw new InvalidOperationException("Logged, though the level is off.");

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
}
