using System.Globalization;
using System.Text;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Values that are their text.</summary>
static class Texts
{
    // Formats of NodaTime that lose nothing. Its defaults cut fractions, or write out weekdays and months.
    static readonly Dictionary<string, string> Formats = new(StringComparer.Ordinal)
    {
        ["NodaTime.Instant"] = "uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFF'Z'",
        ["NodaTime.LocalDate"] = "uuuu'-'MM'-'dd",
        ["NodaTime.LocalTime"] = "HH':'mm':'ss;FFFFFFFFF",
        ["NodaTime.LocalDateTime"] = "uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFF",
        ["NodaTime.OffsetDate"] = "uuuu'-'MM'-'ddo<G>",
        ["NodaTime.OffsetTime"] = "HH':'mm':'ss;FFFFFFFFFo<G>",
        ["NodaTime.OffsetDateTime"] = "uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<G>",
        ["NodaTime.ZonedDateTime"] = "uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFF z '('o<G>')'",
    };

    public static LogEventPropertyValue Of(object value) => OfText(Invariant(value));

    /// <summary>A builder's text, which is copied only if the message can hold it.</summary>
    public static LogEventPropertyValue OfBuilder(object value)
    {
        var builder = (StringBuilder)value;
        return CaptureWork.TryCount(builder.Length) ? new ScalarValue(builder.ToString()) : Mark.Exhausted;
    }

    /// <summary>ASP.NET Core's <c>StringValues</c>: one text, or an array of several; nothing when there is none.</summary>
    public static LogEventPropertyValue OfStringValues(object value, Capture capture)
    {
        var texts = (IReadOnlyList<string?>)value;
        return texts.Count switch
        {
            0 => Mark.Absent,
            1 => new ScalarValue(texts[0]),
            _ => Containers.OfSequence(value, capture),
        };
    }

    /// <summary>The text that no culture changes: of the listed format, else of <see cref="IFormattable"/>, else of <c>ToString</c>.</summary>
    /// <exception cref="Exception">The value's own code threw.</exception>
    public static string? Invariant(object value)
    {
        if (value is IFormattable formattable)
            return formattable.ToString(FormatOf(value), CultureInfo.InvariantCulture);

        var (culture, language) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
            return value.ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = language;
        }
    }

    public static LogEventPropertyValue OfText(string? text) =>
        CaptureWork.TryCount(text?.Length ?? 0) ? new ScalarValue(text) : Mark.Exhausted;

    /// <summary>Whether a scalar is a text that no message can hold any more.</summary>
    public static bool IsLong(object? scalar) => scalar is string text && !CaptureWork.TryCount(text.Length);

    static string? FormatOf(object value) =>
        value.GetType() is { Namespace: "NodaTime" } type && Formats.TryGetValue(type.ToString(), out var format) ? format : null;
}
