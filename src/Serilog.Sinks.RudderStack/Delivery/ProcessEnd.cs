using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Sends what is queued when the process ends and nobody has closed the logger.</summary>
/// <remarks>
/// A flush and no disposal: a handler that runs later may yet close the logger. One deadline for all sinks and for all that
/// announces the end, since a signal can be followed by <c>ProcessExit</c>. Handlers of the process and of signals would pin
/// a plug-in's load context, so they are there only while a sink needs them.
/// </remarks>
static class ProcessEnd
{
    // .NET Framework gives all handlers of ProcessExit together about 2 s.
    static readonly TimeSpan LongestOnFramework = TimeSpan.FromSeconds(1.5);

    // A signal and what follows it are one end. A program that handles the signal and goes on ends another time.
    static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    static readonly object Lock = new();
    static TerminationSignals? _signals;
    static long? _since;

    /// <summary>Begins or ends to watch, as the sinks that are alive want it.</summary>
    public static void Watch()
    {
        // Looked at under the lock: of two threads that make and close sinks, the later to come sees what both have done.
        lock (Lock)
        {
            var isWanted = LiveSinks.Snapshot().Any(IsCovered);
            if (isWanted && _signals is null)
            {
                AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
                AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
                _signals = new TerminationSignals(Flush);
            }
            else if (!isWanted && _signals is not null)
            {
                AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
                AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
                _signals.Dispose();
                _signals = null;
            }
        }
    }

    static void OnProcessExit(object? sender, EventArgs e) => Flush();

    static void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.IsTerminating)
            Flush();
    }

    static void Flush()
    {
        var sinks = LiveSinks.Snapshot().Where(static sink => IsCovered(sink) && sink.Pending > 0).ToArray();
        if (sinks.Length == 0)
            return;

        var limit = sinks.Max(static sink => sink.Settings.ProcessExitTimeout);
        if (Runtime.IsNetFramework && limit > LongestOnFramework)
            limit = LongestOnFramework;

        TimeSpan left;
        lock (Lock)
        {
            if (_since is not { } since || TimeProvider.System.GetElapsedTime(since) > limit + Apart)
                _since = since = TimeProvider.System.GetTimestamp();
            left = limit - TimeProvider.System.GetElapsedTime(since);
        }

        var flushed = Task.WhenAll(sinks.Select(static sink => sink.FlushAsync(CancellationToken.None)));
        if (left > TimeSpan.Zero)
            Blocking.Wait(flushed, left);

        foreach (var sink in sinks)
            sink.ReportQueuedAtExit(limit);
    }

    static bool IsCovered(RudderStackSink sink) => sink.Settings.ProcessExitTimeout > TimeSpan.Zero;
}
