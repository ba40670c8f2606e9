using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Benchmarks.Micro;

/// <summary>Keeps the last event, as Serilog hands it to sinks.</summary>
sealed class CapturingSink : ILogEventSink
{
    LogEvent? _last;

    public void Emit(LogEvent logEvent) => _last = logEvent;

    public static LogEvent Capture(Action<ILogger> log)
    {
        var sink = new CapturingSink();
        using var logger = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger();
        log(logger);
        return sink._last!;
    }
}
