using System.Globalization;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Reads the time that an event brings with it, as imports of past events do.</summary>
static class ImportTime
{
    // Of an event in an application's lifetime. With these years .NET's own ticks, which enrichers log, are no epoch time in any unit.
    const double Earliest = 662_688_000; // 1991-01-01
    const double Latest = 4_102_444_800; // 2100-01-01

    // Seconds, milliseconds, microseconds, nanoseconds.
    static readonly double[] UnitsPerSecond = [1, 1e3, 1e6, 1e9];

    public static ImportTimeKind Read(LogEventPropertyValue value, out DateTimeOffset time)
    {
        time = default;
        switch ((value as ScalarValue)?.Value)
        {
            case null when value is ScalarValue:
            case DBNull:
                return ImportTimeKind.Absent;
            case DateTimeOffset offset:
                time = offset;
                return ImportTimeKind.Time;
            case DateTime dateTime:
                time = UtcTime.Of(dateTime);
                return ImportTimeKind.Time;
            case string text:
                return ReadText(text, out time);
            case { } date when DateAndTimeOnly.FormatOf(date) is not null:
                return TimeText.TryRead(ScalarText.Of(date)!, out time) ? ImportTimeKind.Time : ImportTimeKind.Other;
            case { } other when MayBeEpochTime(other):
                return ImportTimeKind.Number;
            default:
                return ImportTimeKind.Other;
        }
    }

    static ImportTimeKind ReadText(string text, out DateTimeOffset time)
    {
        // Files bring marks and the like along.
        var cleaned = InvisibleCharacters.Clean(text);
        if (TimeText.TryRead(cleaned, out time))
            return ImportTimeKind.Time;

        return cleaned.Length == 0 ? ImportTimeKind.Absent : ImportTimeKind.Text;
    }

    static bool MayBeEpochTime(object value)
    {
        if (!double.TryParse(ScalarText.Of(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;

        foreach (var units in UnitsPerSecond)
        {
            if (number >= Earliest * units && number < Latest * units)
                return true;
        }

        return false;
    }
}

/// <summary>What the property of <see cref="RudderStackSinkOptions.TimestampProperty"/> holds.</summary>
enum ImportTimeKind
{
    Absent,
    Time,

    /// <summary>Text that cannot be read. To date the event now would be wrong for ever.</summary>
    Text,

    /// <summary>A number that could be an epoch time, in a unit that nothing says.</summary>
    Number,

    /// <summary>Something else that happens to have the name, such as an enricher's ticks.</summary>
    Other,
}
