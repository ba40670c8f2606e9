using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Plans;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack;

/// <summary>Any value of a message, given without reflection: where a tracking plan allows more than one type can say.</summary>
/// <remarks>
/// Text, flags, numbers, times, ids, JSON and <see cref="AnalyticsObject"/> convert by themselves; <see cref="List"/> makes an
/// array. It becomes what the same value in a dictionary would.
/// </remarks>
[SuppressMessage("Design", "CA1815", Justification = "Nobody compares arguments.")]
[SuppressMessage("Usage", "CA2225", Justification = "Conversions are all that it is for.")]
public readonly struct AnalyticsValue
{
    // A property value, or what is read when the call is logged; null for null.
    readonly object? _content;

    AnalyticsValue(object? content) => _content = content;

    interface IReadable
    {
        LogEventPropertyValue Read(Capture capture);
    }

    /// <summary>The null of JSON.</summary>
    public static AnalyticsValue Null => default;

    /// <summary>Takes a text; null gives null.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator AnalyticsValue(string? value) => new(value is null ? null : new ScalarValue(value));

    /// <summary>Takes a flag.</summary>
    /// <param name="value">The flag.</param>
    public static implicit operator AnalyticsValue(bool value) => new(value ? Scalars.True : Scalars.False);

    /// <summary>Takes an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsValue(int value) => new(new ScalarValue(value));

    /// <summary>Takes an integer, which beyond 2^53 is sent as text, since the gateway would round it.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsValue(long value) => new(new ScalarValue(value));

    /// <summary>Takes a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsValue(double value) => new(new ScalarValue(value));

    /// <summary>Takes a decimal, whose digits are sent as they are.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsValue(decimal value) => new(new ScalarValue(value));

    /// <summary>Takes a number of a tracking plan.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AnalyticsValue(AnalyticsNumber value) => new(value.ToScalar());

    /// <summary>Takes a time, which is sent as UTC.</summary>
    /// <param name="value">The time.</param>
    public static implicit operator AnalyticsValue(DateTimeOffset value) => new(new ScalarValue(value));

    /// <summary>Takes an id.</summary>
    /// <param name="value">The id.</param>
    public static implicit operator AnalyticsValue(Guid value) => new(new ScalarValue(value));

    /// <summary>Takes an object.</summary>
    /// <param name="value">The object; one that holds nothing gives null.</param>
    public static implicit operator AnalyticsValue(AnalyticsObject value) => new(value.ToArgument());

    /// <summary>Takes a JSON value; null gives null.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AnalyticsValue(JsonNode? value) => new(value);

    /// <summary>Takes a JSON value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AnalyticsValue(JsonElement value) => new(value);

    /// <summary>Makes an array.</summary>
    /// <param name="items">Its items.</param>
    /// <returns>The array.</returns>
    public static AnalyticsValue List(params AnalyticsValue[] items) => Items(items, static item => item);

    /// <summary>Makes an array, of items of any type; for generated code.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">Its items; null gives null.</param>
    /// <param name="convert">Makes a value of an item.</param>
    /// <returns>The array.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static AnalyticsValue Items<T>(IEnumerable<T>? items, Func<T, AnalyticsValue> convert) =>
        new(items is null ? null : new ItemList<T>(items, convert));

    /// <summary>Takes an object whose class was generated; for generated code.</summary>
    /// <param name="value">The object; null gives null.</param>
    /// <returns>The object.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static AnalyticsValue Planned(IPlannedObject? value) => new(value);

    /// <summary>Stands for a number that is no value of an enum: it is left out and reported; for generated code.</summary>
    /// <param name="enumName">The name of the enum.</param>
    /// <returns>The value.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static AnalyticsValue Undefined(string enumName) =>
        new(Mark.LeftOut($"(undefined {enumName})", $"its value is not defined by the enum {enumName}, which has the values of the tracking plan."));

    internal LogEventPropertyValue Read(Capture capture) => _content switch
    {
        null => JsonValues.Null,
        LogEventPropertyValue ready => ready,
        IReadable readable => readable.Read(capture),

        // Not through the logger, whose depth limit is for objects that know each other.
        IPlannedObject planned => CaptureWork.Current.TryCountNode() ? PlannedMembers.Read(planned, capture) : Mark.Exhausted,
        JsonNode node => JsonValues.Of(node),
        JsonElement element => JsonValues.Of(element),
        var other => capture.Read(other),
    };

    static class Scalars
    {
        public static readonly ScalarValue True = new(true);
        public static readonly ScalarValue False = new(false);
    }

    sealed class ItemList<T>(IEnumerable<T> items, Func<T, AnalyticsValue> convert) : IReadable
    {
        public LogEventPropertyValue Read(Capture capture)
        {
            var work = CaptureWork.Current;
            if (!work.TryCountNode())
                return Mark.Exhausted;

            var elements = work.RentList();
            try
            {
                foreach (var item in items)
                {
                    if (!CaptureWork.TryCount(CaptureBudget.SmallestScalar))
                        return Mark.Exhausted;
                    elements.Add(convert(item).Read(capture));
                }

                return elements.Count == 0 ? SequenceValue.Empty : new SequenceValue(elements);
            }
            catch (Exception exception)
            {
                return Capture.Failed(exception);
            }
            finally
            {
                work.Return(elements);
            }
        }
    }
}
