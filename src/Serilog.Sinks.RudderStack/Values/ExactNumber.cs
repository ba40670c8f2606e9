using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>An integer beyond 2^53 that is written as a number all the same, as a tracking plan wants it; to other sinks a scalar like any other.</summary>
sealed class ExactNumber : ScalarValue
{
    const long LargestExactInteger = 1L << 53;

    ExactNumber(object value)
        : base(value)
    {
    }

    public static ScalarValue Of(long value) =>
        value is >= -LargestExactInteger and <= LargestExactInteger ? new ScalarValue(value) : new ExactNumber(value);

    public static ScalarValue Of(decimal value) =>
        value is >= -LargestExactInteger and <= LargestExactInteger ? new ScalarValue(value) : new ExactNumber(value);
}
