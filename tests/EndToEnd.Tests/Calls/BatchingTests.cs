using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Calls;

public sealed class BatchingTests : EndToEndTest
{
    [Fact]
    public async Task AFullBatchLeavesWithoutWaitingForTheInterval()
    {
        var log = CreateLogger(options => options.BatchSize = 10);
        for (var i = 0; i < 10; i++)
            log.LogTrack($"Event {i}");
        await DataPlane.WaitForMessagesAsync(10, SoonEnough.Token);

        Assert.Equal(10, Assert.Single(DataPlane.Requests).MessageCount);
    }

    [Fact]
    public async Task ABatchThatDoesNotFillLeavesAfterTheInterval()
    {
        var log = CreateLogger(options => options.Interval = TimeSpan.FromMilliseconds(50));
        log.LogTrack("First");
        await DataPlane.WaitForMessagesAsync(1, SoonEnough.Token);
        log.LogTrack("Second");
        await DataPlane.WaitForMessagesAsync(2, SoonEnough.Token);

        Assert.Equal(2, DataPlane.Requests.Count);
    }

    [Fact]
    public async Task WhatFillsTheQueueLeavesWithoutWaitingForTheInterval()
    {
        var log = CreateLogger(options => options.QueueLimit = 10);
        for (var i = 0; i < 10; i++)
            log.LogTrack($"Event {i}");
        await DataPlane.WaitForMessagesAsync(10, SoonEnough.Token);
    }

    [Theory]
    [InlineData(1, 64 * 1024 * 1024)]
    [InlineData(7, 64 * 1024 * 1024)]
    [InlineData(100_000, 40_000)]
    public async Task ABlockedCallerWaitsForASenderAndNotForTheInterval(int queueLimit, int queueLimitBytes)
    {
        var log = CreateLogger(options => (options.QueueLimit, options.QueueLimitBytes, options.WhenQueueFull) = (queueLimit, queueLimitBytes, WhenQueueFull.Block));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
                log.Track($"user-{caller}", $"Event {i}", new { Text = new string('x', i * 100) });
        }))).WaitAsync(SoonEnough.Limit);
        await FlushAsync();

        Assert.Equal(200, DataPlane.Count);
    }

    [Fact]
    public async Task NoRequestHoldsMoreThanBatchSizeMessages()
    {
        var log = CreateLogger(options => options.BatchSize = 7);
        for (var i = 0; i < 100; i++)
            log.LogTrack($"Event {i}");
        await FlushAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"Event {i}"), Stored("event"));
        Assert.All(DataPlane.Requests, request => Assert.InRange(request.MessageCount, 1, 7));
        Assert.InRange(DataPlane.Requests.Count, 15, 17);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NoRequestIsLargerThanMaxBatchBytesUncompressed(bool plain)
    {
        const int MaxBatchBytes = 20_000;
        var random = new Random(4711);
        var log = CreateLogger(options => (options.MaxBatchBytes, options.MaxMessageBytes, options.DisableGzip) = (MaxBatchBytes, MaxBatchBytes - 12, plain));
        for (var i = 0; i < 200; i++)
            log.Track("user-1", $"Event {i}", new { Text = new string('x', random.Next(6_000)) });
        await FlushAsync();

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"Event {i}"), Stored("event"));
        Assert.All(DataPlane.Requests, request => Assert.InRange(request.BodyBytes, 1, MaxBatchBytes));
        Assert.All(DataPlane.Requests.Zip(DataPlane.Requests.Skip(1)), pair => Assert.True(pair.First.MessageCount == 100 || NextDidNotFit(pair.First, pair.Second)));

        static bool NextDidNotFit(RudderStack.Local.ReceivedRequest full, RudderStack.Local.ReceivedRequest next)
        {
            using var batch = System.Text.Json.JsonDocument.Parse(next.Body!.Value);
            var first = System.Text.Encoding.UTF8.GetByteCount(batch.RootElement.GetProperty("batch")[0].GetRawText());
            return full.BodyBytes + 1 + first > MaxBatchBytes;
        }
    }
}
