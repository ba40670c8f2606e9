using System.Collections;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

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
