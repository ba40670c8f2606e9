using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class DataPlaneClientTests : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly DataPlaneDouble _plane = new(static _ => 200);

    public void Dispose() => _plane.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABatchIsPostedWithItsHeaders(bool gzip)
    {
        await PostAsync(new TestSettings { DisableGzip = !gzip });

        var request = Assert.Single(_plane.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("https://plane.example/v1/batch", request.Uri.AbsoluteUri);
        Assert.Equal("Basic MmFXcml0ZUtleVRoYXROb2JvZHlNYXlTZWU6", request.Headers["Authorization"]);
        Assert.Equal($"{Library.Name}/{Library.Version}", request.Headers["User-Agent"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal(gzip ? "gzip" : null, request.Headers.GetValueOrDefault("Content-Encoding"));
        Assert.Equal("2", request.Headers["RS-targetNode"]);
        Assert.Equal("5", request.Headers["RS-nodeCount"]);
        Assert.Equal("serverSDK", request.Headers["RS-userAgent"]);
        Assert.Equal(["m0", "m1"], request.Ids);
    }

    [Fact]
    public async Task WithoutProxySupportTheProxysHeadersAreLeftOut()
    {
        await PostAsync(new TestSettings { NoProxySupport = true });

        Assert.DoesNotContain(Assert.Single(_plane.Requests).Headers.Keys, static name => name.StartsWith("RS-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task TheNodeCountIsAskedForWithTheSameAuthorization()
    {
        using var plane = new DataPlaneDouble(static _ => DataPlaneDouble.Answer(200, "{\"nodeCount\":3}"));
        using var client = new DataPlaneClient(new TestSettings().Freeze(), plane);

        var (count, _) = await client.GetNodeCountAsync(CancellationToken.None);

        Assert.Equal(3, count);
        var request = Assert.Single(plane.Requests);
        Assert.Equal((HttpMethod.Get, "https://plane.example/cluster-info"), (request.Method, request.Uri.AbsoluteUri));
        Assert.Equal("Basic MmFXcml0ZUtleVRoYXROb2JvZHlNYXlTZWU6", request.Headers["Authorization"]);
    }

    [Fact]
    public async Task AFaultOfTheHandlerIsAnAnswer()
    {
        var fault = new HttpRequestException("refused");
        using var handler = new HandlerDouble((_, _) => throw fault);

        using var client = new DataPlaneClient(new TestSettings { HandlerFactory = () => handler }.Freeze());

        var answer = await PostAsync(client);

        Assert.Null(answer.Status);
        Assert.Equal("refused", Assert.IsType<HttpRequestException>(answer.Fault).Message);
        Assert.False(answer.TimedOut);
    }

    [Fact]
    public async Task ARequestThatHangsTimesOutAfterTheRequestTimeout()
    {
        var time = new FakeTimeProvider();
        using var handler = new HandlerDouble(HangAsync);
        using var client = new DataPlaneClient(new TestSettings { Time = time }.Freeze(), handler);
        Answer? answer = null;

        var took = await time.DriveAsync(async () => answer = await PostAsync(client).ConfigureAwait(false), TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(30), took);
        Assert.Equal(TimeSpan.FromSeconds(30), answer!.Duration);
        Assert.True(answer.TimedOut);
        Assert.False(answer.IsUnreachable);
        Assert.Null(answer.Status);
    }

    [Fact]
    public async Task AHandlerThatIgnoresItsTokenTimesOutAllTheSameAndKeepsItsBuffer()
    {
        var time = new FakeTimeProvider();
        var never = new TaskCompletionSource<HttpResponseMessage>();
        using var handler = new HandlerDouble((_, _) => never.Task);
        using var client = new DataPlaneClient(new TestSettings { Time = time }.Freeze(), handler);
        var payload = Written(gzip: false);
        var buffer = payload.Body.Array;
        Answer? answer = null;

        var took = await time.DriveAsync(
            async () => answer = await client.PostAsync(payload, 0, 1, CancellationToken.None).ConfigureAwait(false), TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(30), took);
        Assert.True(answer!.TimedOut);
        Assert.NotSame(buffer, payload.Body.Array);
    }

    [Fact]
    public async Task AHandlerThatBlocksBeforeItReturnsATaskTimesOutAllTheSame()
    {
        using var unblocked = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        using var handler = new HandlerDouble((_, _) =>
        {
            entered.Release();
            unblocked.Wait(Soon, CancellationToken.None);
            return Task.FromResult(DataPlaneDouble.Answer(200));
        });
        var time = new FakeTimeProvider();
        using var client = new DataPlaneClient(new TestSettings { Time = time, HandlerFactory = () => handler }.Freeze());

        var posting = PostAsync(client);
        Assert.True(await entered.WaitAsync(Soon));
        Assert.False(posting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.True((await posting.WaitAsync(Soon)).TimedOut);
        unblocked.Set();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AStatusDecidesAlsoWhenItsTextStalls(bool obeysToken)
    {
        var time = new FakeTimeProvider();
        using var handler = new HandlerDouble((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StalledContent(obeysToken) }));
        using var client = new DataPlaneClient(new TestSettings { Time = time }.Freeze(), handler);
        Answer? answer = null;

        var took = await time.DriveAsync(async () => answer = await PostAsync(client).ConfigureAwait(false), TimeSpan.FromSeconds(1));

        Assert.InRange(took, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
        Assert.Equal((HttpStatusCode.OK, null), (answer!.Status, answer.Fault));
        Assert.False(answer.TimedOut);
    }

    [Fact]
    public async Task AnAbortIsNoTimeOut()
    {
        using var abort = new CancellationTokenSource();
        using var handler = new HandlerDouble(HangAsync);
        using var client = new DataPlaneClient(new TestSettings().Freeze(), handler);

        var posting = client.PostAsync(Written(gzip: false), node: 0, nodeCount: 1, abort.Token);
        await abort.CancelAsync();
        var answer = await posting.WaitAsync(Soon);

        Assert.IsAssignableFrom<OperationCanceledException>(answer.Fault);
        Assert.False(answer.TimedOut);
    }

    [Fact]
    public async Task AnAbortEndsARequestWhoseHandlerIgnoresItsToken()
    {
        using var abort = new CancellationTokenSource();
        using var handler = new HandlerDouble(static (_, _) => new TaskCompletionSource<HttpResponseMessage>().Task);
        using var client = new DataPlaneClient(new TestSettings { HandlerFactory = () => handler }.Freeze());

        var posting = client.PostAsync(Written(gzip: false), node: 0, nodeCount: 1, abort.Token);
        await abort.CancelAsync();

        Assert.False((await posting.WaitAsync(Soon)).TimedOut);
    }

    [Fact]
    public async Task TheHandlerIsMadeForTheFirstRequestInTheBackgroundAndOnce()
    {
        var made = new ConcurrentQueue<(int Thread, bool IsOfThePool)>();
        using var client = new DataPlaneClient(new TestSettings
        {
            HandlerFactory = () =>
            {
                made.Enqueue((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
                return new HandlerDouble(static (_, _) => Task.FromResult(DataPlaneDouble.Answer(200)));
            },
        }.Freeze());
        Assert.Empty(made);

        Task<Answer>[] answers = [.. Enumerable.Range(0, 8).Select(_ => PostAsync(client))];

        Assert.All(await Task.WhenAll(answers).WaitAsync(Soon), static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.True(Assert.Single(made).IsOfThePool);
    }

    [Fact]
    public async Task AFactoryThatBlocksIsBoundByTheRequestTimeout()
    {
        using var unblocked = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        var time = new FakeTimeProvider();
        using var client = new DataPlaneClient(new TestSettings
        {
            Time = time,
            HandlerFactory = () =>
            {
                entered.Release();
                unblocked.Wait(Soon);
                return _plane;
            },
        }.Freeze());

        var posting = PostAsync(client);
        Assert.True(await entered.WaitAsync(Soon));
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.True((await posting.WaitAsync(Soon)).TimedOut);
        unblocked.Set();
    }

    [Fact]
    public async Task AFactoryThatThrowsIsAFaultAndAskedAgain()
    {
        var calls = 0;
        using var client = new DataPlaneClient(new TestSettings { HandlerFactory = () => ++calls <= 2 ? throw new InvalidOperationException("not yet") : _plane }.Freeze());

        Assert.Equal("InvalidOperationException: not yet", (await PostAsync(client)).Fault!.Message);
        Assert.Equal("InvalidOperationException: not yet", (await PostAsync(client)).Fault!.Message);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client)).Status);

        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task AnEmptyBatchHasNoMessagesAndTheSameHeaders()
    {
        using var client = new DataPlaneClient(new TestSettings { DisableGzip = false }.Freeze(), _plane);

        await client.PostNothingAsync(CancellationToken.None);

        var request = Assert.Single(_plane.Requests);
        Assert.True(request.IsEmptyBatch);
        Assert.Equal("https://plane.example/v1/batch", request.Uri.AbsoluteUri);
        Assert.Equal("Basic MmFXcml0ZUtleVRoYXROb2JvZHlNYXlTZWU6", request.Headers["Authorization"]);
    }

    [Fact]
    public async Task TheUsersHandlerIsNotDisposed()
    {
        var client = new DataPlaneClient(new TestSettings { HandlerFactory = () => _plane }.Freeze());
        await PostAsync(client);

        client.Dispose();
        client.Dispose();

        Assert.False(_plane.IsDisposed);
        Assert.StartsWith(nameof(ObjectDisposedException), (await PostAsync(client)).Fault!.Message, StringComparison.Ordinal);
        Assert.Single(_plane.Requests);
    }

    // What a handler or a factory throws after its request was given up is observed; another test's would be seen too.
    [Fact]
    public async Task NothingThrownTooLateIsUnobserved()
    {
        var unobserved = new ConcurrentQueue<string>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs arguments) =>
            arguments.Exception.Flatten().InnerExceptions.Where(static one => one is LateException).ToList().ForEach(one => unobserved.Enqueue(one.ToString()));

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await GiveUpAsync(factoryThrows: false);
            await GiveUpAsync(factoryThrows: true);
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    static async Task GiveUpAsync(bool factoryThrows)
    {
        using var entered = new SemaphoreSlim(0);
        using var unblocked = new SemaphoreSlim(0);
        using var thrown = new SemaphoreSlim(0);
        void ThrowLate()
        {
            entered.Release();
            Assert.True(unblocked.Wait(Soon));
            thrown.Release();
            throw new LateException();
        }

        var time = new FakeTimeProvider();
        var client = new DataPlaneClient(new TestSettings
        {
            Time = time,
            HandlerFactory = () =>
            {
                if (factoryThrows)
                    ThrowLate();
                return new HandlerDouble((_, _) =>
                {
                    ThrowLate();
                    return HangAsync(null!, CancellationToken.None);
                });
            },
        }.Freeze());
        var posting = PostAsync(client);
        Assert.True(await entered.WaitAsync(Soon));
        time.Advance(TimeSpan.FromSeconds(30));
        await posting.WaitAsync(Soon);
        client.Dispose();
        unblocked.Release();
        Assert.True(await thrown.WaitAsync(Soon));
    }

    // Ends within the cancellation, unlike Task.Delay, so that fake time sees it.
    static Task<HttpResponseMessage> HangAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var hanging = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => hanging.TrySetCanceled(cancellationToken));
        return hanging.Task;
    }

    static Task<Answer> PostAsync(DataPlaneClient client) => client.PostAsync(Written(gzip: false), node: 2, nodeCount: 5, CancellationToken.None);

    async Task PostAsync(TestSettings settings)
    {
        settings.HandlerFactory = () => _plane;
        using var client = new DataPlaneClient(settings.Freeze());
        var answer = await client.PostAsync(Written(gzip: !settings.DisableGzip), node: 2, nodeCount: 5, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    static Payload Written(bool gzip)
    {
        var payload = new Payload(gzip);
        payload.Write(TestMessages.Several(2), DateTimeOffset.UnixEpoch);
        return payload;
    }

    sealed class LateException : Exception;

    /// <summary>A text that never comes.</summary>
    sealed class StalledContent(bool obeysToken) : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new StalledStream(obeysToken));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    sealed class StalledStream(bool obeysToken) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(StallAsync(cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => StallAsync(cancellationToken);

        Task<int> StallAsync(CancellationToken cancellationToken)
        {
            var stalled = new TaskCompletionSource<int>();
            if (obeysToken)
                cancellationToken.Register(() => stalled.TrySetCanceled(cancellationToken));
            return stalled.Task;
        }
    }
}
