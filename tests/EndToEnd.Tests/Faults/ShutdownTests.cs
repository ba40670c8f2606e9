using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Faults;

/// <summary>The logger is disposed while the data plane is unavailable.</summary>
[Collection(nameof(OneAtATime))]
public class ShutdownTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    readonly ITestOutputHelper _output;

    public ShutdownTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 16)]
    [InlineData(false, 16)]
    public async Task ABlackHoleCannotHoldTheProcess(bool blocking, int senders)
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.ShutdownTimeout = Timeout;
            options.ShutdownStallTimeout = TimeSpan.FromMinutes(1);
            options.MaxConcurrentRequests = senders;
            options.BatchSize = 10;
        });
        sink.DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        for (var i = 0; i < 1_000; i++)
            sink.Log(1, $"user{i}");
        await SoonEnough.IsTrueAsync(() => sink.Batches.Count > 0);

        var elapsed = await TimeToExitAsync(sink, blocking);

        _output.WriteLine($"{(blocking ? "Dispose" : "DisposeAsync")} in front of a black hole, {senders} requests under way, ShutdownTimeout {Timeout}: {elapsed}.");
        Assert.InRange(elapsed, Timeout / 2, Timeout + SoonEnough.Slack);
        await sink.CloseAsync();
        Assert.Equal(1_000, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Fact]
    public async Task AListenerThatNeverAcceptsCannotHoldTheProcess()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.ShutdownTimeout = Timeout;
            options.ShutdownStallTimeout = TimeSpan.FromMinutes(1);
            options.HttpMessageHandlerFactory = () => new SocketsHttpHandler { ConnectCallback = async (_, cancellation) => await ConnectAsync(deaf.LocalEndpoint, cancellation) };
        });
        sink.Log(1_000);

        var elapsed = await TimeToExitAsync(sink, blocking: true);

        Assert.InRange(elapsed, Timeout / 2, Timeout + SoonEnough.Slack);
        await sink.CloseAsync();
        Assert.Equal(1_000, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(401)]
    public async Task AWaitOfMinutesIsCutOnceAndARefusedAttemptIsTheLast(int status)
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
            options.RetryAfter = options.ShutdownStallTimeout = TimeSpan.FromMinutes(5));
        sink.DataPlane.Faults.Add(new Fault { Status = status, Times = Fault.Unlimited });
        sink.Log(1_000);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried > 0);
        var before = sink.Batches.Count;

        var elapsed = await TimeToExitAsync(sink, blocking: false);

        Assert.InRange(elapsed, TimeSpan.Zero, SoonEnough.Slack);
        await sink.CloseAsync();
        Assert.Equal(1_000, sink.Meter.Dropped[DropReason.Shutdown]);
        Assert.Equal(before + 1, sink.Batches.Count);
    }

    [Fact]
    public async Task AnOutageThatEndsDuringTheShutdownLosesNothing()
    {
        var asked = 0;
        await using var sink = await SinkUnderTest.StartAsync(options => options.RetryDelay = _ => asked++ == 0 ? TimeSpan.FromMinutes(5) : TimeSpan.FromMilliseconds(10));
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = 3 });
        sink.Log(1_000);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried > 0);

        await sink.CloseAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 4)]
    public async Task DisposalThatRacesWithSixteenThreadsAccountsForEveryEvent(bool blocking, int senders)
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.Interval = TimeSpan.FromMilliseconds(10);
            options.MaxConcurrentRequests = senders;
            options.QueueLimit = 2_000;
            options.WhenQueueFull = WhenQueueFull.Block;
        });
        using var enough = new CancellationTokenSource();
        var logging = Enumerable.Range(0, 16).Select(thread => Task.Factory.StartNew(
            () =>
            {
                while (!enough.IsCancellationRequested)
                    sink.Log(1, $"user{thread}");
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        await sink.DataPlane.WaitForMessagesAsync(500, SoonEnough.Token);

        await Task.WhenAll(TimeToExitAsync(sink, blocking), TimeToExitAsync(sink, !blocking));
        var stored = sink.DataPlane.Count;
        await SoonEnough.IsTrueAsync(() => sink.Meter.Dropped[DropReason.Shutdown] > 0);
        enough.Cancel();
        await Task.WhenAll(logging);

        await sink.CloseAsync();
        Assert.Equal(stored, sink.DataPlane.Count);
    }

    static async Task<TimeSpan> TimeToExitAsync(SinkUnderTest sink, bool blocking)
    {
        var clock = Stopwatch.StartNew();
        if (blocking)
            await Task.Run(sink.Logger.Dispose);
        else
            await sink.Logger.DisposeAsync();
        return clock.Elapsed;
    }

    static async Task<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
