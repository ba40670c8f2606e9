using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RudderStack.Local.Tests;

public sealed class ConditionTests
{
    static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(14_000, 36, 1, 15)]
    [InlineData(14_000, 36, 100, 18)]
    [InlineData(14_000, 36, 500, 32)]
    [InlineData(14_000, 0, 500, 14)]
    [InlineData(0, 36, 1000, 36)]
    [InlineData(3_600_000_000, 0, 1, 3_600_000)]
    public async Task AGoodRequestTakesItsTime(long perRequest, int perEvent, int events, int milliseconds)
    {
        var (time, takes) = (new WatchedTime(), TimeSpan.FromMilliseconds(milliseconds));
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.AnswerTime = new AnswerTime(TimeSpan.FromMicroseconds(perRequest), TimeSpan.FromMicroseconds(perEvent));
        var waiting = running.SendAsync([.. Enumerable.Range(0, events).Select(i => $"m-{i}")]);
        await time.WaitForAsync(takes);
        time.Advance(takes - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, running.DataPlane.Count);
        Assert.False(waiting.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(1));
        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(events, running.DataPlane.Count);
    }

    [Fact]
    public void TheObservedTimeIsThatOfTheRealGateway() =>
        Assert.Equal(new AnswerTime(TimeSpan.FromMilliseconds(14), TimeSpan.FromMicroseconds(36)), AnswerTime.Observed);

    [Fact]
    public async Task RefusalsTakeNoTime()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = new WatchedTime() });
        running.DataPlane.AnswerTime = AnswerTime.Observed;
        using var answer = await running.PostAsync("/v1/batch", "{");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task RequestsDoNotWaitForEachOther()
    {
        var (time, takes) = (new WatchedTime(), TimeSpan.FromSeconds(1));
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.AnswerTime = new AnswerTime(takes);
        var waiting = Task.WhenAll(Enumerable.Range(0, 5).Select(i => running.SendAsync($"m-{i}")));
        await Eventually.IsTrueAsync(() => time.CountOf(takes) == 5);
        time.Advance(takes);
        Assert.All(await waiting, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task AClientThatLeavesHasItsEventsStored()
    {
        var (time, takes) = (new WatchedTime(), TimeSpan.FromSeconds(1));
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.AnswerTime = new AnswerTime(takes);
        using var leaving = new CancellationTokenSource();
        var waiting = running.SendAsync("m-1", leaving.Token);
        await time.WaitForAsync(takes);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await running.DataPlane.WaitForMessagesAsync(1, Running.SoonEnough);
    }

    [Fact]
    public async Task WhatIsUnderWayWhenListeningStopsIsAnswered()
    {
        var (time, takes) = (new WatchedTime(), TimeSpan.FromMilliseconds(14));
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.AnswerTime = new AnswerTime(takes);
        var waiting = running.SendAsync("m-1");
        await time.WaitForAsync(takes);
        var stopping = running.DataPlane.StopListeningAsync();
        time.Advance(takes);
        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["m-1"], running.StoredIds());
        await stopping;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatIsHeldBackForLongIsCutWhenListeningStops(bool hangs)
    {
        var (time, takes) = (new WatchedTime(), hangs ? AnswerLimit : TimeSpan.FromMinutes(1));
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.AnswerTime = new AnswerTime(takes);
        running.DataPlane.StoreHangs = hangs;
        var waiting = running.SendAsync("m-1");
        await Eventually.IsTrueAsync(() => running.DataPlane.Requests.Count == 1);
        await running.DataPlane.StopListeningAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
        Assert.Equal(0, running.DataPlane.Count);
        Assert.Null(Assert.Single(running.DataPlane.Requests).Status);
    }

    [Fact]
    public async Task AStoreThatHangsCutsTheConnectionAfterTenSeconds()
    {
        var time = new WatchedTime();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.StoreHangs = true;
        var waiting = RawHttp.PostAsync(running.DataPlane, Running.Batch("m-1"));
        await Eventually.IsTrueAsync(() => time.CountOf(AnswerLimit) == 2);
        time.Advance(AnswerLimit - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("", await waiting);
        Assert.Equal(0, running.DataPlane.Count);
        Assert.Null(Assert.Single(running.DataPlane.Requests).Status);

        using var refused = await running.PostAsync("/v1/batch", "{");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        running.DataPlane.StoreHangs = false;
        using var answer = await running.SendAsync("m-2");
        Assert.Equal(["m-2"], running.StoredIds());
    }

    [Fact]
    public async Task AnUploadThatTakesLongerThanTenSecondsIsCut()
    {
        var time = new WatchedTime();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        var url = new Uri(running.DataPlane.Url);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.Host, url.Port, Running.SoonEnough);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes("POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"), Running.SoonEnough);
        await time.WaitForAsync(AnswerLimit);
        time.Advance(AnswerLimit);
        Assert.Equal("", await RawHttp.ReadToEndAsync(socket));
        Assert.Null(Assert.Single(running.DataPlane.Requests).Status);
    }

    /// <summary>Each step: milliseconds that pass, events that come, whether they pass.</summary>
    public static TheoryData<RateLimit, (int Wait, int Events, bool Passes)[]> Limits => new()
    {
        { new RateLimit(10, TimeSpan.FromSeconds(1)), [(0, 10, true), (0, 1, false), (99, 1, false), (1, 1, true), (0, 1, false)] },
        { new RateLimit(10, TimeSpan.FromSeconds(1)), [(0, 11, false), (3_600_000, 11, false), (0, 10, true)] },
        { new RateLimit(10, TimeSpan.FromSeconds(1)), [(0, 4, true), (0, 7, false), (0, 6, true), (500, 6, false), (0, 5, true)] },
        { new RateLimit(10, TimeSpan.FromSeconds(1)) { Burst = 3 }, [(0, 4, false), (0, 3, true), (299, 3, false), (1, 3, true), (100, 1, true)] },
        { new RateLimit(10, TimeSpan.FromSeconds(1)) { Burst = 20 }, [(0, 20, true), (1000, 10, true), (0, 1, false), (60_000, 20, true), (0, 1, false)] },
        { new RateLimit(50, TimeSpan.FromSeconds(5)), [(0, 100, false), (5000, 100, false), (0, 50, true), (2500, 25, true), (2499, 25, false), (1, 25, true)] },
        { new RateLimit(3, TimeSpan.FromSeconds(1)) { Burst = 1 }, [(0, 1, true), (333, 1, false), (1, 1, true), (333, 1, false), (1, 1, true), (334, 1, true)] },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task ARateLimitCountsEvents(RateLimit limit, (int Wait, int Events, bool Passes)[] steps)
    {
        var time = new WatchedTime();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.RateLimit = limit;
        Assert.All(steps, step =>
        {
            time.Advance(TimeSpan.FromMilliseconds(step.Wait));
            var before = running.DataPlane.Count;
            using var answer = running.SendAsync([.. Enumerable.Range(0, step.Events).Select(i => $"m-{i}")]).GetAwaiter().GetResult();
            Assert.Equal(step.Passes ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal(step.Passes ? step.Events : 0, running.DataPlane.Count - before);
        });
    }

    [Fact]
    public async Task WhatTheGatewayRefusesBeforeItsRateLimitCostsNothing()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = new WatchedTime() });
        running.DataPlane.RateLimit = new RateLimit(2, TimeSpan.FromHours(1));
        foreach (var bad in new[] { "{", """{"batch":[{},{},{}]}""", """{"batch":[]}""" })
            (await running.PostAsync("/v1/batch", bad)).Dispose();
        using var ofARun = await running.PostAsync("/v1/batch", Encoding.UTF8.GetBytes(Running.Batch("1", "2", "3")), ("X-Rudder-Job-Run-Id", "r"));
        using var passes = await running.SendAsync("m-1", "m-2");
        using var fails = await running.SendAsync("m-3");
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            [ofARun.StatusCode, passes.StatusCode, fails.StatusCode]);
        Assert.Equal("max requests limit reached\n", await fails.Content.ReadAsStringAsync());
        Assert.False(fails.Headers.Contains("Retry-After"));
    }

    public static TheoryData<string, Action<LocalDataPlane>> OutOfRange => new()
    {
        { "PerRequest", plane => plane.AnswerTime = new AnswerTime(TimeSpan.FromTicks(-1)) },
        { "PerRequest", plane => plane.AnswerTime = new AnswerTime(TimeSpan.FromHours(1) + TimeSpan.FromTicks(1)) },
        { "PerEvent", plane => plane.AnswerTime = new AnswerTime(TimeSpan.Zero, TimeSpan.FromTicks(-1)) },
        { "PerEvent", plane => plane.AnswerTime = new AnswerTime(TimeSpan.Zero, TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1)) },
        { "Events", plane => plane.RateLimit = new RateLimit(0, TimeSpan.FromSeconds(1)) },
        { "Burst", plane => plane.RateLimit = new RateLimit(1, TimeSpan.FromSeconds(1)) { Burst = 0 } },
        { "Per ", plane => plane.RateLimit = new RateLimit(1, TimeSpan.Zero) },
        { "Per ", plane => plane.RateLimit = new RateLimit(1, TimeSpan.FromDays(1) + TimeSpan.FromTicks(1)) },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public async Task AConditionOutOfRangeIsRefused(string named, Action<LocalDataPlane> set)
    {
        await using var running = await Running.StartAsync();
        var exception = Assert.Throws<ArgumentException>(() => set(running.DataPlane));
        Assert.StartsWith(named, exception.Message, StringComparison.Ordinal);
        Assert.Null(running.DataPlane.AnswerTime);
        Assert.Null(running.DataPlane.RateLimit);
    }
}
