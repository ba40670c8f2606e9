using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Support;

/// <summary>What a provider such as the console's shows: category, level and text.</summary>
sealed class LogOutput
{
    readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<(string Category, LogLevel Level, string Text)> All => [.. _lines];

    public IReadOnlyList<(string Category, LogLevel Level, string Text)> Of(string category) => [.. _lines.Where(line => line.Category == category)];

    public ILoggerProvider Provider() => new CategoryProvider(_lines);

    sealed class CategoryProvider(ConcurrentQueue<(string Category, LogLevel Level, string Text)> lines) : ILoggerProvider
    {
        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => new CategoryLogger(categoryName, lines);

        public void Dispose()
        {
        }
    }

    sealed class CategoryLogger(string category, ConcurrentQueue<(string Category, LogLevel Level, string Text)> lines) : Microsoft.Extensions.Logging.ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((category, logLevel, formatter(state, exception)));

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
