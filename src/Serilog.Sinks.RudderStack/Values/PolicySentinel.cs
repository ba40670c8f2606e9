using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>A value that shows whether a logger has the policy.</summary>
sealed class PolicySentinel
{
    public static readonly LogEventPropertyValue Seen = new ScalarValue(null);

    static readonly PolicySentinel Instance = new();

    // The last logger that had it, which most calls go to. One that lacked it may have it by now: a reloadable logger
    // that has been reloaded.
    [ThreadStatic]
    static WeakReference<ILogger>? _last;

    PolicySentinel()
    {
    }

    public static bool IsKnownTo(ILogger logger)
    {
        var last = _last ??= new WeakReference<ILogger>(null!);
        if (last.TryGetTarget(out var known) && ReferenceEquals(known, logger))
            return true;
        if (!logger.BindProperty("Value", Instance, destructureObjects: true, out var property) || !ReferenceEquals(property.Value, Seen))
            return false;

        last.SetTarget(logger);
        return true;
    }
}
