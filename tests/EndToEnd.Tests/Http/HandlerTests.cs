using System.Collections.Concurrent;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Core;

namespace EndToEnd.Tests.Http;

public sealed class HandlerTests : EndToEndTest
{
    [Fact]
    public async Task TheHandlerOfTheUserIsUsedOnceMadeAndNotDisposed()
    {
        var made = new List<RecordingHandler>();
        var log = CreateLogger(options => options.HttpMessageHandlerFactory = () =>
        {
            made.Add(new RecordingHandler());
            return made[^1];
        });
        log.LogTrack("One");
        await FlushAsync();
        log.LogTrack("Two");
        await log.DisposeAsync();

        using var handler = Assert.Single(made);
        Assert.Equal(2, handler.Sent);
        Assert.False(handler.IsDisposed);
        Assert.Equal(2, DataPlane.Count);
    }

    [Fact]
    public async Task AFactoryIsCalledInTheBackgroundWithTheFirstEvent()
    {
        using var handler = new RecordingHandler();
        var calls = new ConcurrentQueue<(int Thread, string? Ambient)>();
        var ambient = new AsyncLocal<string?> { Value = "a request" };
        var log = CreateLogger(options => options.HttpMessageHandlerFactory = () =>
        {
            calls.Enqueue((Environment.CurrentManagedThreadId, ambient.Value));
            return handler;
        });
        log.Information("No analytics");
        Assert.Empty(calls);

        // The interval is an hour: it does not wait for a batch.
        var thread = RunOnThread(() => log.LogTrack("One"));
        await SoonEnough.IsTrueAsync(() => !calls.IsEmpty);
        log.LogTrack("Two");
        await FlushAsync();

        Assert.Equal((true, null), (Assert.Single(calls).Thread != thread, Assert.Single(calls).Ambient));
    }

    [Fact]
    public async Task AFactoryThatBlocksHoldsUpNoLogCall()
    {
        using var handler = new RecordingHandler();
        using var isBuilt = new ManualResetEventSlim();
        var log = CreateLogger(options => options.HttpMessageHandlerFactory = () =>
        {
            isBuilt.Wait(SoonEnough.Token);
            return handler;
        });

        // As a factory that needs services while the host is being built.
        for (var i = 0; i < 10; i++)
            log.LogTrack("Logged meanwhile");
        isBuilt.Set();

        Assert.Equal(10, (await FlushAsync()).Delivered);
    }

    [Fact]
    public async Task AFactoryThatThrowsIsAFailedAttemptAndIsCalledAgainUntilItSucceeds()
    {
        using var handler = new RecordingHandler();
        var calls = 0;
        var log = CreateLogger(options => options.HttpMessageHandlerFactory = () =>
            Interlocked.Increment(ref calls) <= 3 ? throw new InvalidOperationException("The services are not there yet.") : handler);
        log.LogTrack("Late");
        await FlushAsync();
        log.LogTrack("Next");
        await FlushAsync();

        Assert.Equal((4, 2), (calls, handler.Sent));
        Assert.Equal(["Late", "Next"], Stored("event"));
        Assert.Contains("The services are not there yet.", Reported.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AuditToUsesItTooAndDoesNotDisposeIt()
    {
        WithoutCallbacks();
        using var handler = new RecordingHandler();
        var log = new LoggerConfiguration().AuditTo.RudderStack(WriteKey, DataPlane.Url, options => options.HttpMessageHandlerFactory = () => handler).CreateLogger();
        log.LogTrack("One");
        log.Dispose();

        Assert.Equal(1, handler.Sent);
        Assert.False(handler.IsDisposed);
    }

    [Fact]
    public async Task AProxySeesTheRequest()
    {
        await using var proxy = new ForwardProxy();
        using var handler = new SocketsHttpHandler { Proxy = new System.Net.WebProxy(proxy.Url), UseProxy = true };
        CreateLogger(options => options.HttpMessageHandlerFactory = () => handler).LogTrack("By proxy");
        await FlushAsync();

        Assert.Equal([$"POST {DataPlane.Url}/v1/batch HTTP/1.1"], proxy.RequestLines);
        Assert.Equal(["By proxy"], Stored("event"));
    }

    [Fact]
    public async Task AHandlerThatThrowsIsANetworkFault()
    {
        using var handler = new RecordingHandler { FailuresLeft = 3 };
        CreateLogger(options => options.HttpMessageHandlerFactory = () => handler).LogTrack("Late");
        var statistics = await FlushAsync();

        Assert.Equal(1, statistics.Delivered);
        Assert.Equal(3, Meter.Retried);
        Assert.Contains("handler is out of order", Reported.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Serilog.Sinks.RudderStack.WhenQueueFull.Drop)]
    [InlineData(Serilog.Sinks.RudderStack.WhenQueueFull.Block)]
    public async Task AHandlerThatLogsThroughTheSameLoggerNeitherLoopsNorBlocks(Serilog.Sinks.RudderStack.WhenQueueFull whenFull)
    {
        // As the host's HTTP logging does: ordinary events for every request, here with an analytics call beside them.
        Logger? log = null;
        using var handler = new RecordingHandler
        {
            OnSend = request =>
            {
                log!.Information("Sending HTTP request {Method} {Uri}", request.Method, request.RequestUri);
                if (DataPlane.Requests.Count == 0)
                    log!.LogTrack("Logged while sending");
            },
        };
        log = CreateLogger(options => (options.HttpMessageHandlerFactory, options.QueueLimit, options.WhenQueueFull) = (() => handler, 1, whenFull));
        log.LogTrack("First");
        var statistics = await FlushAsync();
        Assert.Equal((2, 1, 1), (statistics.Accepted, statistics.Delivered, statistics.Dropped.Values.Sum()));
        await log.DisposeAsync();

        Assert.Equal(1, handler.Sent);
    }

    static int RunOnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
        return thread.ManagedThreadId;
    }
}
