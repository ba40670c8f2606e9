using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>Logs the sink's reports through the host's loggers, as soon as these are there.</summary>
/// <remarks>
/// While loggers are being made nobody can ask for one on the thread that makes them, and while services are being disposed
/// nobody can at all. So reports wait here, and the logger is asked for early: in the background as soon as the provider is
/// there, which waits until the loggers are made, or when the host starts. A logger taken once logs to the end.
/// </remarks>
sealed class HostReports
{
    /// <summary>The most reports that wait for a logger.</summary>
    public const int Waiting = 100;

    readonly object _lock = new();
    readonly Queue<(LogEventLevel Level, string Text)> _early = new();
    Microsoft.Extensions.Logging.ILogger? _logger;
    int _leftOut;

    /// <summary>Any thread, also one that logs.</summary>
    public void Write(RudderStackReport report) => report.IsShown = TryWrite(report.Level, report.Text);

    public void Write(LogEventLevel level, string text) => TryWrite(level, text);

    // Whether somebody sees it; that is still to be known while it waits.
    bool TryWrite(LogEventLevel level, string text)
    {
        lock (_lock)
        {
            if (_logger is null)
            {
                if (_early.Count < Waiting)
                    _early.Enqueue((level, text));
                else
                    _leftOut++;
                return true;
            }
        }

        return TryLog(_logger, level, text);
    }

    /// <summary>Takes the logger on another thread: the caller's may be the one that makes the loggers.</summary>
    public void TakeLoggerInBackground(IServiceProvider services) => _ = Task.Run(() =>
    {
        try
        {
            TakeLogger(services);
        }
        catch (Exception)
        {
            // The loggers cannot be made, or are gone; whoever asks for them gets the reason.
        }
    });

    /// <summary>Takes the logger, and logs what has waited for it.</summary>
    public void TakeLogger(IServiceProvider services)
    {
        if (Volatile.Read(ref _logger) is not null)
            return;

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(RudderStackReports.Category);
        List<(LogEventLevel Level, string Text)> early;
        lock (_lock)
        {
            if (_logger is not null)
                return;
            early = [.. _early];
            _early.Clear();
            if (_leftOut > 0)
                early.Add((LogEventLevel.Warning, $"{_leftOut} further reports came before there was a logger, and were left out."));
            Volatile.Write(ref _logger, logger);
        }

        foreach (var (level, text) in early)
            TryLog(logger, level, text);
    }

    // Under no lock: providers are the user's code, and what they throw is not the sink's business.
    static bool TryLog(Microsoft.Extensions.Logging.ILogger logger, LogEventLevel level, string text)
    {
        try
        {
            var logLevel = level >= LogEventLevel.Warning ? LogLevel.Warning : LogLevel.Information;
            if (!logger.IsEnabled(logLevel))
                return false;
            logger.Log(logLevel, "{Report}", text);
            return true;
        }
        catch (Exception)
        {
            // SelfLog has the report, too.
            return false;
        }
    }
}
