using Microsoft.Extensions.Logging;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Support;

/// <summary>A provider such as the console's: keeps the text that formatters give.</summary>
sealed class RecordingProvider : ILoggerProvider, Microsoft.Extensions.Logging.ILogger
{
    public List<string> Texts { get; } = [];

    public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Texts.Add(formatter(state, exception));

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
    }
}
