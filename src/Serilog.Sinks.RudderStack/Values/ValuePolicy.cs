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
