using System.Diagnostics.CodeAnalysis;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Brings the table of types into a Serilog logger.</summary>
/// <remarks>
/// It claims what stands in the table and leaves every other object to Serilog, which asks all policies before it reads one
/// member by member: so a policy that masks, registered before or after, has its way. Who claimed objects here would pass
/// over the policies registered later, in every sink of the logger.
/// </remarks>
sealed class ValuePolicy : IDestructuringPolicy
{
    readonly CollectionLimit _limit = new();

    public bool TryDestructure(object value, ILogEventPropertyValueFactory propertyValueFactory, [NotNullWhen(true)] out LogEventPropertyValue? result)
    {
        var work = CaptureWork.Current;
        if (ReferenceEquals(value, work.Deferred))
        {
            work.Deferred = null;
            result = null;
            return false;
        }

        if (!work.TryCountNode())
        {
            result = Mark.Exhausted;
            return true;
        }

        result = ValueTypes.ReaderOf(value.GetType()) is { } reader ? Read(reader, value, propertyValueFactory) : null;
        return result is not null;
    }

    LogEventPropertyValue? Read(ValueReader reader, object value, ILogEventPropertyValueFactory logger)
    {
        try
        {
            return reader(value, new Capture(logger, _limit));
        }
        catch (Exception exception)
        {
            return Capture.Failed(exception);
        }
    }
}

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
