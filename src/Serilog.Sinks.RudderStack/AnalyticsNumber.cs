using System.Diagnostics.CodeAnalysis;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack;

/// <summary>A number of a tracking plan, which is always sent as a JSON number; made from an int, long, double or decimal.</summary>
/// <remarks>
/// A decimal keeps its digits. Beyond 2^53 RudderStack's gateway rounds, as it reads every number as a double. NaN and the
/// infinities, which JSON does not have, are left out and reported.
/// </remarks>
[SuppressMessage("Design", "CA1815", Justification = "Nobody compares arguments.")]
[SuppressMessage("Usage", "CA2225", Justification = "Conversions are all that it is for.")]
public readonly struct AnalyticsNumber
{
    readonly decimal _exact;
    readonly double _inexact;
    readonly Form _form;

    AnalyticsNumber(decimal exact, double inexact, Form form)
    {
        _exact = exact;
        _inexact = inexact;
        _form = form;
    }

    enum Form : byte
    {
        Integer,
        Decimal,
        Double,
    }

    /// <summary>Takes an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(int value) => new(value, 0, Form.Integer);

    /// <summary>Takes an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(long value) => new(value, 0, Form.Integer);

    /// <summary>Takes a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(double value) => new(0, value, Form.Double);

    /// <summary>Takes a decimal, whose digits are sent as they are.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(decimal value) => new(value, 0, Form.Decimal);

    internal LogEventPropertyValue ToScalar() => _form switch
    {
        Form.Double when double.IsNaN(_inexact) || double.IsInfinity(_inexact) => Mark.LeftOut("(no number)", "it is NaN or infinite, which JSON does not have."),
        Form.Double => new ScalarValue(_inexact),
        Form.Decimal => ExactNumber.Of(_exact),
        _ => ExactNumber.Of((long)_exact),
    };
}
