using System.Collections;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Sequences and tuples.</summary>
static class Containers
{
    public static LogEventPropertyValue OfSequence(object value, Capture capture)
    {
        var work = CaptureWork.Current;
        var elements = work.RentList();
        try
        {
            var isWhole = value is IList list ? TryRead(list, capture, elements) : TryRead((IEnumerable)value, capture, elements);
            return !isWhole ? Mark.Exhausted : elements.Count == 0 ? SequenceValue.Empty : new SequenceValue(elements);
        }
        finally
        {
            work.Return(elements);
        }
    }

    public static LogEventPropertyValue OfTuple(object value, Capture capture) => OfSequence(TupleItems.Of(value), capture);

    // By index, which needs no enumerator.
    static bool TryRead(IList list, Capture capture, List<LogEventPropertyValue> elements)
    {
        var count = list.Count;
        var limit = Math.Min(count, count == 0 ? 0 : capture.MaxElements);
        for (var i = 0; i < limit; i++)
        {
            if (!CaptureWork.TryCount(CaptureBudget.SmallestScalar))
                return false;
            elements.Add(capture.Read(list[i]));
        }

        return true;
    }

    static bool TryRead(IEnumerable sequence, Capture capture, List<LogEventPropertyValue> elements)
    {
        var limit = capture.MaxElements;
        foreach (var element in sequence)
        {
            if (elements.Count == limit)
                break;
            if (!CaptureWork.TryCount(CaptureBudget.SmallestScalar))
                return false;
            elements.Add(capture.Read(element));
        }

        return true;
    }
}
