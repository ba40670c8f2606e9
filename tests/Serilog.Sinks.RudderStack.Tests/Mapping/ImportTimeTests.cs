using System.Numerics;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

[Collection(nameof(SelfLogTests))]
public class ImportTimeTests
{
    public static TheoryData<object> Times => new(
        new DateTime(2020, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc).AddTicks(9999),
        new DateTime(2020, 1, 2, 3, 4, 5, 678, DateTimeKind.Unspecified),
        new DateTimeOffset(2020, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)),
        "2020-01-02T03:04:05.678Z",
        "\ufeff2020-01-02T03:04:05.678901234Z\u200b",
        " 2020-01-02T03:04:05.6780000 ",
        "20200102T030405,678Z",
        "2020-01-02 04:04:05.678+01:00");

    [Theory]
    [MemberData(nameof(Times))]
    public void AGivenTimeIsBothTimestamps(object time)
    {
        var mapped = Map(time);
        Assert.Null(mapped.Fault);
        Assert.Equal("\"2020-01-02T03:04:05.678Z\"", mapped.At("originalTimestamp"));
        Assert.Equal("\"2020-01-02T03:04:05.678Z\"", mapped.At("timestamp"));
        Assert.Null(mapped["properties"]);
    }

    [Fact]
    public void ADateIsATimeButATimeOfDayIsNone()
    {
        Assert.Equal("\"2020-01-02T00:00:00.000Z\"", Map(new DateOnly(2020, 1, 2)).At("timestamp"));
        Assert.Equal("\"07:08:09\"", Map(new TimeOnly(7, 8, 9)).At("properties.timestamp"));
    }

    public static TheoryData<object?> Absent => new(null, "", "  ", "\t\u200b\ufeff", DBNull.Value);

    [Theory]
    [MemberData(nameof(Absent))]
    public void ABlankIsAbsentAndNotReported(object? blank)
    {
        MappedCopy? mapped = null;
        Assert.Empty(SelfLogTests.Record(() => mapped = Map(blank)));

        Assert.Null(mapped!.Fault);
        Assert.Equal("\"2024-05-06T07:08:09.000Z\"", mapped.At("originalTimestamp"));
        Assert.Null(mapped.At("timestamp"));
        Assert.Null(mapped["properties"]);
    }

    public static TheoryData<object> Unreadable => new(
        "yesterday",
        "06/05/2024",
        "1577934245",
        "07:08:09",
        "2020-01-02T03:04:05+25:00",
        1577934245,
        1577934245u,
        1577934245L,
        1577934245UL,
        1577934245000L,
        1577934245000000L,
        1577934245000000000L,
        1577934245.5,
        1577934245f,
        1577934245.25m,
        new BigInteger(1577934245),
        (Int128)1577934245,

        // The ends of what could be an epoch time.
        662_688_000,
        4_102_444_799L,
        662_688_000_000L,
        4_102_444_799_999L,
        662_688_000_000_000_000L,
        4_102_444_799_999_999_000L);

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void OneThatCannotBeReadMakesTheEventInvalid(object time)
    {
        var mapped = Map(time);

        Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
        Assert.Contains("its property Timestamp is ", mapped.Fault.Description, StringComparison.Ordinal);
        Assert.Contains("TimestampProperty", mapped.Fault.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToString(time, System.Globalization.CultureInfo.InvariantCulture)!, mapped.Fault.Description, StringComparison.Ordinal);
        Assert.Equal("\"track\"", mapped.At("type"));
    }

    [Fact]
    public void TheReportHasTheNameThatTheEventHas()
    {
        var builder = new MapperBuilder { Names = MapperBuilder.DefaultNames with { Timestamp = "OccurredAt" } };
        var mapped = builder.Map(log => log.ForContext("EventType", "track").ForContext("UserId", "u").ForContext("occurredAt", "soon").ForContext("Timestamp", "soon").Information("Measured"));

        Assert.Contains("its property occurredAt is text", mapped.Fault!.Description, StringComparison.Ordinal);
        Assert.Equal("\"soon\"", mapped.At("properties.timestamp"));
    }

    public static TheoryData<object> Others => new(
        TimeSpan.FromDays(1),
        new TimeOnly(7, 8, 9),
        new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc).Ticks,
        new DateTime(1991, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks,
        new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks,
        0,
        42,
        -1577934245,
        20200102,
        662_687_999,
        4_102_444_800L,
        double.NaN,
        true,
        'x',
        DayOfWeek.Friday,
        Guid.Empty,
        new[] { 1577934245 });

    [Theory]
    [MemberData(nameof(Others))]
    public void AnythingElseIsALoosePropertyAndReportedOnce(object value)
    {
        var mapper = new MapperBuilder().Build();
        var logEvent = MapperBuilder.Capture(log => log.ForContext("UserId", "u").ForContext("Timestamp", value).Information("Measured"));
        MappedCopy? mapped = null;
        var reported = SelfLogTests.Record(() =>
        {
            for (var i = 0; i < 3; i++)
                mapped = MappedCopy.Of(mapper, logEvent, Serilog.Sinks.RudderStack.Messages.MessageType.Track);
        });

        Assert.Null(mapped!.Fault);
        Assert.NotNull(mapped.At("properties.timestamp"));
        Assert.Null(mapped.At("timestamp"));
        Assert.Contains("property Timestamp is no time", Assert.Single(reported), StringComparison.Ordinal);
    }

    static MappedCopy Map(object? time) =>
        Values.MapByHand(null, new LogEventProperty("Timestamp", time as LogEventPropertyValue ?? new ScalarValue(time)));
}
