using System.Globalization;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class Values
{
    static readonly DateTime Local = new(2024, 7, 1, 12, 0, 0, DateTimeKind.Local);

    public static TheoryData<string> Cultures => new("", "de-DE", "tr-TR", "fa-IR");

    // Value, and the JSON that it must become.
    static (object? Value, string Json)[] Table =>
    [
        (null, "null"),
        ("text", "\"text\""),
        ("", "\"\""),
        ("q\"b\\s\n\r\t\b\f\u0001\u001f\u007f", "\"q\\\"b\\\\s\\n\\r\\t\\b\\f\\u0001\\u001f\u007f\""),
        ("<b>&'+</b> é 用户 日本 😀\u2028", "\"<b>&'+</b> é 用户 日本 😀\u2028\""),
        ("a\ud83d", "\"a\ufffd\""),
        ("\ude00b\"\ud83d", "\"\ufffdb\\\"\ufffd\""),
        (true, "true"),
        (false, "false"),
        ('x', "\"x\""),
        ((byte)255, "255"),
        ((sbyte)-128, "-128"),
        ((short)-32768, "-32768"),
        ((ushort)65535, "65535"),
        (-42, "-42"),
        (int.MinValue, "-2147483648"),
        (4294967295u, "4294967295"),
        (9007199254740992L, "9007199254740992"),
        (-9007199254740992L, "-9007199254740992"),
        (9007199254740993L, "\"9007199254740993\""),
        (-9007199254740993L, "\"-9007199254740993\""),
        (long.MinValue, "\"-9223372036854775808\""),
        (9007199254740992UL, "9007199254740992"),
        (ulong.MaxValue, "\"18446744073709551615\""),
        ((nint)(-5), "-5"),
        ((nuint)5, "5"),
        (99.5, "99.5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-1234567.891, "-1234567.891"),
        (1e300, "1E+300"),
        (5e-324, "5E-324"),
        (double.MaxValue, "1.7976931348623157E+308"),
        (3.0, "3"),
        (double.NaN, "null"),
        (double.PositiveInfinity, "null"),
        (double.NegativeInfinity, "null"),
        (0.1f, "0.1"),
        (16777216f, "16777216"),
        (float.MaxValue, "3.4028235E+38"),
        (float.NaN, "null"),
        (float.NegativeInfinity, "null"),
        (99.50m, "99.50"),
        (0.1m, "0.1"),
        (-0.0000000000000000000000000001m, "-0.0000000000000000000000000001"),
        (9007199254740992m, "9007199254740992"),
        (9007199254740993m, "\"9007199254740993\""),
        (-9007199254740993.00m, "\"-9007199254740993.00\""),
        (9007199254740993.5m, "9007199254740993.5"),
        (decimal.MaxValue, "\"79228162514264337593543950335\""),
        (new DateTime(2024, 5, 6, 7, 8, 9, 10, DateTimeKind.Utc), "\"2024-05-06T07:08:09.010Z\""),
        (new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Unspecified), "\"2024-05-06T07:08:09.000Z\""),
        (Local, $"\"{Local.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\""),
        (new DateTime(638505760890000001, DateTimeKind.Utc), "\"2024-05-06T07:08:09.0000001Z\""),
        (new DateTimeOffset(2024, 5, 6, 7, 8, 9, 10, TimeSpan.FromHours(5.5)), "\"2024-05-06T01:38:09.010Z\""),
        (new DateTimeOffset(638505760891234500, TimeSpan.Zero), "\"2024-05-06T07:08:09.1234500Z\""),
        (DateTime.MinValue, "\"0001-01-01T00:00:00.000Z\""),
        (DateTimeOffset.MaxValue, "\"9999-12-31T23:59:59.9999999Z\""),
        (new DateOnly(2024, 5, 6), "\"2024-05-06\""),
        (new TimeOnly(7, 8, 9), "\"07:08:09\""),
        (new TimeOnly(7, 8, 9, 250), "\"07:08:09.25\""),
        (new TimeSpan(1, 2, 3, 4, 5), "\"1.02:03:04.0050000\""),
        (Guid.Parse("0F9A4E4E-6E1B-4F0E-9D3A-0A1B2C3D4E5F"), "\"0f9a4e4e-6e1b-4f0e-9d3a-0a1b2c3d4e5f\""),
        (new Uri("https://example.com/a b?q=é"), "\"https://example.com/a b?q=é\""),
        (new Uri("/relative", UriKind.Relative), "\"/relative\""),
        (new Version(1, 2, 3), "\"1.2.3\""),
        (DayOfWeek.Friday, "\"Friday\""),
        ((DayOfWeek)77, "\"77\""),
        (AttributeTargets.Class | AttributeTargets.Method, "\"Class, Method\""),
        (new int?(3), "3"),
        (new UnknownScalar(), "\"unknown 1.5\""),
        (new FormattableScalar(), "\"formatted 1.5\""),
        (new[] { 1, 2 }, "[1,2]"),
        (Array.Empty<int>(), "[]"),
        (new object?[] { "a", null, true, new[] { 1.5m } }, "[\"a\",null,true,[1.5]]"),
        (new Dictionary<string, object> { ["Key One"] = 1, ["inner"] = new Dictionary<int, bool> { [7] = true } }, "{\"Key One\":1,\"inner\":{\"7\":true}}"),
    ];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void EveryTypeHasItsJsonWhateverTheCulture(string culture) => InCulture(culture, () =>
    {
        foreach (var (value, json) in Table)
        {
            var mapped = MapperBuilder.MapOne(log => log
                .ForContext("EventType", "track")
                .ForContext("UserId", 1234567.5)
                .ForContext("Value", value)
                .Information("Measured"));

            Assert.Null(mapped.Fault);
            Assert.Contains($"\"properties\":{{\"value\":{json}}},", mapped.Json, StringComparison.Ordinal);
            Assert.Equal("\"1234567.5\"", mapped.At("userId"));
            StrictJson.Parse(mapped.Json);
        }
    });

    [Theory]
    [MemberData(nameof(Cultures))]
    public void ScalarsMadeByHandHaveTheirJsonToo(string culture) => InCulture(culture, () =>
    {
        foreach (var (value, json) in Table)
        {
            if (value is System.Collections.IEnumerable and not string)
                continue;

            Assert.Contains($"\"properties\":{{\"value\":{json}}},", MapByHand(new ScalarValue(value)).Json, StringComparison.Ordinal);
        }
    });

    [Theory]
    [MemberData(nameof(Cultures))]
    public void NamesAreSpelledTheSameWhateverTheCulture(string culture) => InCulture(culture, () =>
    {
        var mapped = MapperBuilder.MapOne(log => log
            .ForContext("EVENTID", "not a structure")
            .ForContext("EventType", "IDENTIFY")
            .ForContext("userid", "u")
            .Information("{ID} {IsIdle} {Irish}", 1, 2, 3));

        Assert.Equal("u", mapped["userId"]!.GetValue<string>());
        Assert.Equal("{\"id\":1,\"isIdle\":2,\"irish\":3}", mapped.At("traits"));
    });

    [Fact]
    public void AnObjectLoggedWithTheAtSignIsAnObjectAtEveryDepth()
    {
        var mapped = MapperBuilder.MapOne(log => log.ForContext("EventType", "track").ForContext("UserId", "u")
            .Information("Order Completed {@Order}", new { OrderId = 7, Items = new[] { new { ProductId = "p", UnitPrice = 1.50m } } }));

        Assert.Equal("""{"order":{"order_id":7,"items":[{"product_id":"p","unit_price":1.50}]}}""", mapped.At("properties"));
    }

    [Fact]
    public void KeysOfDictionariesAreInvariantText()
    {
        var value = new DictionaryValue(new Dictionary<ScalarValue, LogEventPropertyValue>
        {
            [new("text \"q\"")] = new ScalarValue(1),
            [new(1.5)] = new ScalarValue(2),
            [new(true)] = new ScalarValue(3),
            [new(DayOfWeek.Monday)] = new ScalarValue(4),
            [new(new DateTime(2024, 5, 6, 0, 0, 0, DateTimeKind.Utc))] = new ScalarValue(5),
        });
        var properties = MapByHand(value)["properties"]!["value"]!;

        Assert.Equal(["text \"q\"", "1.5", "true", "Monday", "2024-05-06T00:00:00.000Z"], properties.AsObject().Select(member => member.Key));
    }

    [Fact]
    public void ASequenceOfKeyAndValueStructuresIsADictionary()
    {
        var pairs = new SequenceValue([Pair("OrderId", 1), Pair("b c", 2)]);
        Assert.Equal("""{"OrderId":1,"b c":2}""", MapByHand(pairs).At("properties.value"));

        var reversed = new SequenceValue([new StructureValue([Property("Value", 1), Property("Key", "k")], "KeyValuePair`2")]);
        Assert.Equal("""{"k":1}""", MapByHand(reversed).At("properties.value"));
    }

    [Fact]
    public void ADestructuredReadOnlyDictionaryIsADictionary()
    {
        var mapped = MapperBuilder.MapOne(log => log.ForContext("EventType", "track").ForContext("UserId", "u")
            .Information("Bought {@Counts}", new List<KeyValuePair<string, int>> { new("Blue Pen", 2), new("Ink", 1) }));

        Assert.Equal("""{"counts":{"Blue Pen":2,"Ink":1}}""", mapped.At("properties"));
    }

    [Fact]
    public void SequencesOfOtherStructuresStayArrays()
    {
        var three = new SequenceValue([new StructureValue([Property("Key", "a"), Property("Value", 1), Property("More", 2)])]);
        Assert.StartsWith("[", MapByHand(three).At("properties.value"), StringComparison.Ordinal);

        var merelyAlike = new SequenceValue([new StructureValue([Property("Key", "a"), Property("Value", 1)], "Setting")]);
        Assert.Equal("""[{"key":"a","value":1}]""", MapByHand(merelyAlike).At("properties.value"));

        var mixed = new SequenceValue([Pair("a", 1), new ScalarValue(2)]);
        Assert.StartsWith("[", MapByHand(mixed).At("properties.value"), StringComparison.Ordinal);

        var complexKey = new SequenceValue([new StructureValue([Property("Key", "a"), new("Value", new ScalarValue(1))]), new StructureValue([new("Key", three), Property("Value", 1)])]);
        Assert.StartsWith("[", MapByHand(complexKey).At("properties.value"), StringComparison.Ordinal);
    }

    [Fact]
    public void NestingIsCutWhereJsonReadersStop()
    {
        LogEventPropertyValue value = new ScalarValue("bottom");
        for (var i = 0; i < 200; i++)
            value = i % 2 == 0 ? new SequenceValue([value]) : new StructureValue([new LogEventProperty("Inner", value)]);

        var mapped = MapByHand(value);

        Assert.Null(mapped.Fault);
        StrictJson.Parse(mapped.Json);
        Assert.Contains("null", mapped.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("bottom", mapped.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void SixtyTwoLevelsUnderPropertiesAreKept()
    {
        LogEventPropertyValue value = new ScalarValue("bottom");
        for (var i = 0; i < 62; i++)
            value = new SequenceValue([value]);

        Assert.Contains("bottom", MapByHand(value).Json, StringComparison.Ordinal);
        Assert.DoesNotContain("bottom", MapByHand(new SequenceValue([value])).Json, StringComparison.Ordinal);
    }

    internal static MappedCopy MapByHand(LogEventPropertyValue value, MapperBuilder? builder = null) =>
        MapByHand(builder, new LogEventProperty("Value", value));

    internal static MappedCopy MapByHand(MapperBuilder? builder, params LogEventProperty[] properties)
    {
        var logEvent = new LogEvent(
            new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero),
            LogEventLevel.Information,
            exception: null,
            new MessageTemplateParser().Parse("Measured"),
            [Property("EventType", "track"), Property("UserId", "u"), .. properties]);
        return MappedCopy.Of((builder ?? new MapperBuilder()).Build(), logEvent, MessageType.Track);
    }

    internal static LogEventProperty Property(string name, object? value) => new(name, new ScalarValue(value));

    static StructureValue Pair(string key, object value) => new([Property("Key", key), Property("Value", value)], "KeyValuePair`2");

    static void InCulture(string name, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    sealed class UnknownScalar
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"unknown {1.5}");
    }

    sealed class FormattableScalar : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => string.Create(formatProvider, $"formatted {1.5}");

        public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
    }
}
