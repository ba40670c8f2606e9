using System.Diagnostics;
using EndToEnd.Tests.Support;
using Serilog;

namespace EndToEnd.Tests.Http;

/// <summary>An answer whose status arrives and whose rest does not.</summary>
public sealed class StalledAnswerTests : EndToEndTest
{
    // A request that follows, and is answered, must not end by it.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("HTTP/1.1 503 Down\r\nContent-Length: 1000\r\n\r\n")]
    [InlineData("HTTP/1.1 503 Down\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n")]
    [InlineData("HTTP/1.1 503 Down\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    public async Task AFailureCountsAfterRequestTimeoutAndTheMessagesAreSentAgain(string beginning)
    {
        await using var server = new StallingServer(beginning, DataPlane.Url);
        CreateLogger(options => options.RequestTimeout = Patience, url: server.Url).LogTrack("Stalled");
        await FlushAsync();

        Assert.Equal("Stalled", Assert.Single(Stored("event")));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task ASuccessCountsAfterRequestTimeoutAndNothingIsSentAgain(string beginning)
    {
        await using var server = new StallingServer(beginning, DataPlane.Url);
        var log = CreateLogger(options => options.RequestTimeout = Patience, url: server.Url);
        log.LogTrack("Stalled");
        await FlushAsync();
        log.LogTrack("Next");
        await FlushAsync();

        Assert.Equal(2, Delivered.Count);
        Assert.Equal("Next", Assert.Single(Stored("event")));
    }

    [Fact]
    public async Task AnAuditedCallReturnsAfterRequestTimeout()
    {
        WithoutCallbacks();
        await using var server = new StallingServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", DataPlane.Url);
        var log = Keep(new LoggerConfiguration().AuditTo.RudderStack(WriteKey, server.Url, options => options.RequestTimeout = TimeSpan.FromMilliseconds(200)).CreateLogger());

        await Task.Factory.StartNew(() => log.LogTrack("Stalled"), TaskCreationOptions.LongRunning).WaitAsync(SoonEnough.Limit);

        Assert.Equal(0, DataPlane.Count);
    }

    [Fact]
    public async Task WhatHasArrivedOfItsTextIsReported()
    {
        await using var server = new StallingServer("HTTP/1.1 503 Down\r\nContent-Length: 1000\r\n\r\nclosed for repairs", DataPlane.Url);
        CreateLogger(options => options.RequestTimeout = Patience, url: server.Url).LogTrack("Stalled");
        await FlushAsync();

        Assert.Contains(Reported.Lines, line => line.Contains("503 Down: \"closed for repairs\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ItDoesNotHoldTheProcessBeyondShutdownTimeout()
    {
        await using var server = new StallingServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", DataPlane.Url);
        var log = CreateLogger(options => (options.ShutdownTimeout, options.ShutdownStallTimeout) = (TimeSpan.FromMilliseconds(300), SoonEnough.Limit), url: server.Url);
        log.LogTrack("Stalled");

        var started = Stopwatch.GetTimestamp();
        await log.DisposeAsync();

        // Below the request's own 30 s.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, SoonEnough.Slack);
    }
}
