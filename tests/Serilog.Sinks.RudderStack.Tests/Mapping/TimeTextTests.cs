using System.Globalization;
using CsCheck;
using Serilog.Sinks.RudderStack.Mapping;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class TimeTextTests
{
    [Theory]

    // RFC 3339.
    [InlineData("2020-01-02T03:04:05Z", "2020-01-02T03:04:05.0000000")]
    [InlineData("2020-01-02t03:04:05z", "2020-01-02T03:04:05.0000000")]
    [InlineData("2020-01-02 03:04:05Z", "2020-01-02T03:04:05.0000000")]
    [InlineData("2020-01-02T03:04:05.1Z", "2020-01-02T03:04:05.1000000")]
    [InlineData("2020-01-02T03:04:05.12345678Z", "2020-01-02T03:04:05.1234567")]
    [InlineData("2020-01-02T03:04:05.999999999999999999999999999999999999Z", "2020-01-02T03:04:05.9999999")]
    [InlineData("2020-01-02T03:04:05.00000000000000000000000000000000000001Z", "2020-01-02T03:04:05.0000000")]
    [InlineData("2020-01-02T03:04:05-00:00", "2020-01-02T03:04:05.0000000")]
    [InlineData("2020-01-02T03:04:05+23:59", "2020-01-01T03:05:05.0000000")]
    [InlineData("2020-01-02T03:04:05-18:30", "2020-01-02T21:34:05.0000000")]
    [InlineData("1990-12-31T23:59:60Z", "1991-01-01T00:00:00.0000000")]
    [InlineData("1990-12-31T15:59:60.25-08:00", "1991-01-01T00:00:00.2500000")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999")]

    // ISO 8601, extended.
    [InlineData("2020-01-02", "2020-01-02T00:00:00.0000000")]
    [InlineData("2020-01-02T03", "2020-01-02T03:00:00.0000000")]
    [InlineData("2020-01-02T03Z", "2020-01-02T03:00:00.0000000")]
    [InlineData("2020-01-02T03:04", "2020-01-02T03:04:00.0000000")]
    [InlineData("2020-01-02T03:04+02", "2020-01-02T01:04:00.0000000")]
    [InlineData("2020-01-02T03:04:05", "2020-01-02T03:04:05.0000000")]
    [InlineData("2020-01-02T03:04:05,123Z", "2020-01-02T03:04:05.1230000")]
    [InlineData("2020-01-02T03:04,5Z", "2020-01-02T03:04:30.0000000")]
    [InlineData("2020-01-02T03.25Z", "2020-01-02T03:15:00.0000000")]
    [InlineData("2020-01-02T03:04:05+02", "2020-01-02T01:04:05.0000000")]
    [InlineData("2020-01-02T03:04:05+0200", "2020-01-02T01:04:05.0000000")]
    [InlineData("2020-01-02T03:04:05+02:00", "2020-01-02T01:04:05.0000000")]
    [InlineData("2020-01-02T03:04:05\u221202:00", "2020-01-02T05:04:05.0000000")]
    [InlineData("2020-01-02T24:00:00Z", "2020-01-03T00:00:00.0000000")]
    [InlineData("2020-01-02T24:00", "2020-01-03T00:00:00.0000000")]
    [InlineData("2020-02-29T00:00Z", "2020-02-29T00:00:00.0000000")]

    // ISO 8601, basic.
    [InlineData("20200102", "2020-01-02T00:00:00.0000000")]
    [InlineData("20200102T03", "2020-01-02T03:00:00.0000000")]
    [InlineData("20200102T0304", "2020-01-02T03:04:00.0000000")]
    [InlineData("20200102T030405", "2020-01-02T03:04:05.0000000")]
    [InlineData("20200102T030405Z", "2020-01-02T03:04:05.0000000")]
    [InlineData("20200102t030405,5z", "2020-01-02T03:04:05.5000000")]
    [InlineData("20200102T030405.123+0530", "2020-01-01T21:34:05.1230000")]
    [InlineData("20200102T030405-07", "2020-01-02T10:04:05.0000000")]

    // As databases and .NET print them.
    [InlineData("2020-01-02 03:04:05.1234567 +02:00", "2020-01-02T01:04:05.1234567")]
    [InlineData("2020-01-02 03:04:05+02", "2020-01-02T01:04:05.0000000")]
    [InlineData("  2020-01-02T03:04:05Z\r\n", "2020-01-02T03:04:05.0000000")]

    // RFC 1123.
    [InlineData("Thu, 02 Jan 2020 03:04:05 GMT", "2020-01-02T03:04:05.0000000")]
    [InlineData("thu, 02 jan 2020 03:04:05 gmt", "2020-01-02T03:04:05.0000000")]
    [InlineData("02 Jan 2020 03:04:05 GMT", "2020-01-02T03:04:05.0000000")]
    [InlineData("2 Jan 2020 03:04 UT", "2020-01-02T03:04:00.0000000")]
    [InlineData("Thu, 2 Jan 2020 03:04:05 +0200", "2020-01-02T01:04:05.0000000")]
    [InlineData("Thu, 02 Jan 2020 03:04:05 PST", "2020-01-02T11:04:05.0000000")]
    [InlineData("Mon, 31 Dec 1990 23:59:60 GMT", "1991-01-01T00:00:00.0000000")]
    public void EveryFormIsRead(string text, string expected)
    {
        Assert.True(TimeText.TryRead(text, out var time));
        Assert.Equal(expected + "+00:00", time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("06/05/2024")]
    [InlineData("5.6.2024 12:00")]
    [InlineData("1577934245")]
    [InlineData("1577934245000")]
    [InlineData("20200102030405")]
    [InlineData("2020")]
    [InlineData("2020-01")]
    [InlineData("2020-1-2")]
    [InlineData("2020-0102")]
    [InlineData("202001-02")]
    [InlineData("2020-W01-4")]
    [InlineData("2020-002")]
    [InlineData("+002020-01-02T00:00:00Z")]
    [InlineData("0000-01-02")]
    [InlineData("2020-00-02")]
    [InlineData("2020-13-02")]
    [InlineData("2020-01-00")]
    [InlineData("2020-01-32")]
    [InlineData("2019-02-29")]
    [InlineData("2020-01-02T")]
    [InlineData("2020-01-02Z")]
    [InlineData("2020-01-02T3:04")]
    [InlineData("2020-01-02T03:")]
    [InlineData("2020-01-02T03:04:")]
    [InlineData("2020-01-02T03:04:05.")]
    [InlineData("2020-01-02T03:04:05.Z")]
    [InlineData("2020-01-02T03:60:00Z")]
    [InlineData("2020-01-02T03:04:61Z")]
    [InlineData("2020-01-02T03:59:60Z")]
    [InlineData("2020-01-02T23:59:60+02:00")]
    [InlineData("2020-01-02T24:00:01Z")]
    [InlineData("2020-01-02T24:00:00.5Z")]
    [InlineData("2020-01-02T24:01Z")]
    [InlineData("2020-01-02T25:00Z")]
    [InlineData("2020-01-02T03:04:05+")]
    [InlineData("2020-01-02T03:04:05+2")]
    [InlineData("2020-01-02T03:04:05+02:")]
    [InlineData("2020-01-02T03:04:05+24:00")]
    [InlineData("2020-01-02T03:04:05+02:60")]
    [InlineData("2020-01-02T03:04:05ZZ")]
    [InlineData("2020-01-02T03:04:05Z[UTC]")]
    [InlineData("2020-01-02T03:04:05\u0663Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("9999-12-31T24:00Z")]
    [InlineData("Fri, 02 Jan 2020 03:04:05 GMT")]
    [InlineData("Thu 02 Jan 2020 03:04:05 GMT")]
    [InlineData("Thu, 02 Jan 20 03:04:05 GMT")]
    [InlineData("Thu, 02 Jan 2020 03:04:05")]
    [InlineData("Thu, 02 Jan 2020 03:04:05 CET")]
    [InlineData("Thu, 02 Jnn 2020 03:04:05 GMT")]
    public void NothingElseIs(string text) => Assert.False(TimeText.TryRead(text, out _));

    [Fact]
    public void WhatDotNetWritesIsReadBack()
    {
        string[] formats = ["O", "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", "yyyyMMdd'T'HHmmss,fffffffzzz", "yyyy-MM-dd HH:mm:ss.fffffff zzz"];
        var time = Gen.Select(
            Gen.Long[DateTime.MinValue.AddDays(1).Ticks, DateTime.MaxValue.AddDays(-1).Ticks],
            Gen.Int[-14 * 60, 14 * 60],
            (ticks, offset) => new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset)));
        Gen.Select(time, Gen.OneOfConst(formats)).Sample(
            (given, format) =>
            {
                Assert.True(TimeText.TryRead(given.ToString(format, CultureInfo.InvariantCulture), out var read));
                Assert.Equal(given.UtcTicks, read.UtcTicks);
            },
            iter: 20_000);
        time.Sample(
            given =>
            {
                Assert.True(TimeText.TryRead(given.ToString("R", CultureInfo.InvariantCulture), out var read));
                Assert.Equal(given.UtcTicks / TimeSpan.TicksPerSecond, read.UtcTicks / TimeSpan.TicksPerSecond);
            },
            iter: 5_000);
    }

    [Fact]
    public void NoTextThrows() =>
        Gen.Char["0123456789-+:.,TtZz WJanThuGM\u2212"].Array[0, 40].Sample(text => { TimeText.TryRead(new string(text), out _); }, iter: 50_000);
}
