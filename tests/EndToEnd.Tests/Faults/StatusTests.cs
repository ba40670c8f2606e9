using System.Net;
using EndToEnd.Tests.Faults.Support;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>Answers that say "not now" or "not like this"; minutes pass in virtual time.</summary>
[Collection(nameof(OneAtATime))]
public class StatusTests
{
    readonly VirtualTime _time = new();

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task ATransientStatusIsRetriedAfterTheFixedWait(int status)
    {
        await using var sink = await StartAsync();
        sink.DataPlane.Faults.Add(new Fault { Status = status, Times = 4 });
        sink.Log(3);

        await sink.SettleAsync(_time);

        Assert.Equal(sink.Logged, sink.StoredIds);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(2), 4), Attempts.Waits(sink.Batches));
        Attempts.AssertSameButForSentAt(sink.Batches);
    }

    [Fact]
    public async Task TroubleIsReportedAtItsBeginningAndAtItsEnd()
    {
        await using var sink = await StartAsync();
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Body = "sleeping", Times = 4 });
        sink.Log(3);

        await sink.SettleAsync(_time);

        Assert.Collection(
            sink.SelfLogLines,
            line => Assert.Contains("503 Service Unavailable: \"sleeping\"", line, StringComparison.Ordinal),
            line => Assert.Contains("delivery works again after", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sun, 01 Mar 2026 12:00:09 GMT", 9)]
    [InlineData("1", 2)]
    [InlineData("0", 2)]
    [InlineData("-5", 2)]
    [InlineData("soon", 2)]
    [InlineData("Sun, 01 Mar 2020 12:00:00 GMT", 2)]
    [InlineData("86400", 300)]
    [InlineData("Fri, 01 Mar 2126 12:00:00 GMT", 300)]
    public async Task ALongerRetryAfterIsHonouredUpToFiveMinutes(string retryAfter, int seconds)
    {
        await using var sink = await StartAsync();
        sink.DataPlane.Faults.Add(new Fault { Status = 429, Headers = { ["Retry-After"] = retryAfter } });
        sink.Log(3);

        await sink.SettleAsync(_time);

        Assert.Equal([TimeSpan.FromSeconds(seconds)], Attempts.Waits(sink.Batches));
        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(407)]
    [InlineData(410)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task AConfigurationFaultPausesAndProbesUntilItIsFixed(int status)
    {
        // RetryAfter must not count here.
        await using var sink = await StartAsync(options => options.RetryAfter = TimeSpan.FromMinutes(5));
        sink.DataPlane.Faults.Add(new Fault { Status = status, Times = Fault.Unlimited, Headers = { ["Location"] = sink.DataPlane.Url + "/elsewhere" } });
        sink.Log(250);
        var flush = SinkUnderTest.FlushAsync();
        await _time.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30, 30], Attempts.Waits(sink.Batches).Select(wait => wait.TotalSeconds));
        Assert.Single(sink.SelfLogLines, line => line.Contains($" {status} ", StringComparison.Ordinal));

        sink.DataPlane.Faults.Clear();
        await _time.RunAsync(flush);
        await sink.SettleAsync(_time);

        Assert.Equal(sink.Logged, sink.StoredIds);
        Assert.All(sink.DataPlane.Requests, request => Assert.Equal("/v1/batch", request.Path));
        Assert.Single(sink.SelfLogLines, line => line.Contains("works again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, DropReason.Rejected)]
    [InlineData(404, DropReason.Rejected)]
    [InlineData(302, DropReason.Rejected)]
    [InlineData(429, DropReason.RetryExpired)]
    [InlineData(503, DropReason.RetryExpired)]
    public async Task AFaultThatOutlivesTheTimeLimitDropsEachBatchWithItsReason(int status, DropReason reason)
    {
        await using var sink = await StartAsync(options => options.RetryTimeLimit = TimeSpan.FromMinutes(2));
        sink.DataPlane.Faults.Add(new Fault { Status = status, Body = "no, thanks", Times = Fault.Unlimited });
        sink.Log(250);

        var statistics = await sink.SettleAsync(_time);

        Assert.Equal(250, statistics.Dropped[reason]);
        Assert.All(sink.Dropped, message => Assert.Equal((HttpStatusCode)status, message.StatusCode));
        Assert.All(sink.Dropped, message => Assert.Equal("no, thanks", message.ResponseText));

        // Each of the three batches has its own two minutes, the last attempt being made when they end.
        Assert.Equal(TimeSpan.FromMinutes(6), sink.Batches[^1].ReceivedAt - sink.Batches[0].ReceivedAt);
    }

    [Fact]
    public async Task ANetworkFaultThatOutlivesTheTimeLimitExpires()
    {
        await using var sink = await StartAsync(options => options.RetryTimeLimit = TimeSpan.FromMinutes(2));
        await sink.DataPlane.StopListeningAsync();
        sink.Log(10);

        var statistics = await sink.SettleAsync(_time);

        Assert.Equal(10, statistics.Dropped[DropReason.RetryExpired]);
        Assert.All(sink.Dropped, message => Assert.IsAssignableFrom<HttpRequestException>(message.Exception));
    }

    Task<SinkUnderTest> StartAsync(Action<RudderStackSinkOptions>? configure = null) => SinkUnderTest.StartAsync(_time, options =>
    {
        options.RetryAfter = TimeSpan.FromSeconds(2);
        configure?.Invoke(options);
    });
}
