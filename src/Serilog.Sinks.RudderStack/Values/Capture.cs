using System.Collections;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>The way back to the logger that captures a value, for what the value contains.</summary>
readonly struct Capture
{
    readonly ILogEventPropertyValueFactory _logger;
    readonly CollectionLimit _limit;

    public Capture(ILogEventPropertyValueFactory logger, CollectionLimit limit)
    {
        _logger = logger;
        _limit = limit;
    }

    /// <summary>How many elements of a container the logger captures; the user may have set <c>ToMaximumCollectionCount</c>.</summary>
    public int MaxElements => _limit.Of(_logger);

    /// <summary>Captures an element as the logger does; one that throws costs itself alone.</summary>
    public LogEventPropertyValue Read(object? element)
    {
        try
        {
            var value = _logger.CreatePropertyValue(element, destructureObjects: true);

            // Serilog gives this instance, besides for null, at its maximum depth.
            return element is not null && ReferenceEquals(value, ScalarValue.Null) ? Mark.TooDeep : value;
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    /// <summary>Lets the policies that come after ours read a value, and Serilog if none of them does.</summary>
    public LogEventPropertyValue ReadByOthers(object value)
    {
        var work = CaptureWork.Current;
        var outer = work.Deferred;
        work.Deferred = value;
        try
        {
            return _logger.CreatePropertyValue(value, destructureObjects: true);
        }
        finally
        {
            work.Deferred = outer;
        }
    }

    /// <summary>What stands for a value whose own code threw.</summary>
    public static Mark Failed(Exception exception)
    {
        SelfLog.WriteLine("RudderStack: exception caught while converting a value, which is replaced: {0}", exception.GetType());
        return Mark.Threw(exception);
    }
}

/// <summary>Finds out how many elements of a collection a logger captures, which Serilog does not say.</summary>
sealed class CollectionLimit
{
    // Who limits collections does so to far fewer.
    const int Largest = 4096;

    int _found;

    public int Of(ILogEventPropertyValueFactory logger)
    {
        if (_found == 0)
            _found = Find(logger);
        return _found == 0 ? int.MaxValue : _found;
    }

    static int Find(ILogEventPropertyValueFactory logger) =>
        (logger.CreatePropertyValue(new Probe(), destructureObjects: true) as SequenceValue)?.Elements.Count switch
        {
            // At its maximum depth the logger reads nothing: another collection will have to show it.
            null => 0,
            Largest => int.MaxValue,
            var count => count.Value,
        };

    /// <summary>A sequence that Serilog reads by itself.</summary>
    internal sealed class Probe : IEnumerable
    {
        public IEnumerator GetEnumerator()
        {
            for (var i = 0; i < Largest; i++)
                yield return null;
        }
    }
}
