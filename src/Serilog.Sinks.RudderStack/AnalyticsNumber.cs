using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
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
[StructLayout(LayoutKind.Explicit)]
public readonly struct AnalyticsNumber
{
    // A double lies where a decimal does: one of them is set.
    [FieldOffset(0)]
    readonly decimal _exact;
    [FieldOffset(0)]
    readonly double _inexact;
    [FieldOffset(16)]
    readonly Form _form;

    AnalyticsNumber(decimal exact, Form form)
    {
        _inexact = 0;
        _exact = exact;
        _form = form;
    }

    AnalyticsNumber(double inexact)
    {
        _exact = 0;
        _inexact = inexact;
        _form = Form.Double;
    }

    enum Form : byte
    {
        Integer,
        Decimal,
        Double,
    }

    /// <summary>Takes an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(int value) => new(value, Form.Integer);

    /// <summary>Takes an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(long value) => new(value, Form.Integer);

    /// <summary>Takes a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(double value) => new(value);

    /// <summary>Takes a decimal, whose digits are sent as they are.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsNumber(decimal value) => new(value, Form.Decimal);

    internal LogEventPropertyValue ToScalar() => _form switch
    {
        Form.Double when double.IsNaN(_inexact) || double.IsInfinity(_inexact) => Mark.LeftOut("(no number)", "it is NaN or infinite, which JSON does not have."),
        Form.Double => new ScalarValue(_inexact),
        Form.Decimal => ExactNumber.Of(_exact),
        _ => ExactNumber.Of((long)_exact),
    };
}
