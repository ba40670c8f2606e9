using Serilog.Events;
using Serilog.Sinks.RudderStack.Reports;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Reports, once per process, that a typed call logged nothing because its level is off: the sink never sees such a call.</summary>
/// <remarks>Only while a sink is there: a logger without one, as in tests, may be as silent as it likes.</remarks>
static class DisabledLevel
{
    static int _isReported;

    public static void Report(string eventType, LogEventLevel level)
    {
        if (Volatile.Read(ref _isReported) != 0 || LiveSinks.AreNone)
            return;

        if (LiveSinks.Snapshot() is { Count: > 0 } sinks && Interlocked.Exchange(ref _isReported, 1) == 0)
        {
            sinks[0].Settings.Reports.Write(
                $"{(eventType is "identify" or "alias" ? "an" : "a")} {eventType} call was not logged, because level {level} is not enabled on its logger. Lower MinimumLevel, or pass the call a higher level (reported once).",
                Notice.Events);
        }
    }
}
