using System.Net;
using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class DataPlaneClientTests : IDisposable
{
    readonly DataPlaneDouble _plane = new(static _ => 200);

    public void Dispose() => _plane.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABatchIsPostedWithItsHeaders(bool gzip)
    {
        await PostAsync(new TestSettings { Handler = _plane, DisableGzip = !gzip });

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
        await PostAsync(new TestSettings { Handler = _plane, NoProxySupport = true });

        Assert.DoesNotContain(Assert.Single(_plane.Requests).Headers.Keys, static name => name.StartsWith("RS-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void AHandlerOfTheUserIsCalledAsynchronouslyAlsoWhenTheCallerWaits()
    {
        // A delegating handler that overrides SendAsync alone would pass a synchronous call on with nothing done.
        using var handler = new MarkingDelegate(_plane);
        using var client = new DataPlaneClient(new TestSettings { Handler = handler }.Freeze());

        var answer = client.Post(Written(gzip: false), node: 2, nodeCount: 5, CancellationToken.None);

        Assert.False(client.PostsOnCallersThread);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var request = Assert.Single(_plane.Requests);
        Assert.Equal("yes", request.Headers["Marked"]);
        Assert.Equal("2", request.Headers["RS-targetNode"]);
    }

    [Fact]
    public async Task TheNodeCountIsAskedForWithTheSameAuthorization()
    {
        using var plane = new DataPlaneDouble(static _ => DataPlaneDouble.Answer(200, "{\"nodeCount\":3}"));
        using var client = new DataPlaneClient(new TestSettings { Handler = plane }.Freeze());

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

        var answer = await PostAsync(new TestSettings { Handler = handler });

        Assert.Null(answer.Status);
        Assert.Equal("refused", Assert.IsType<HttpRequestException>(answer.Fault).Message);
        Assert.False(answer.TimedOut);
    }

    [Fact]
    public async Task ARequestThatHangsTimesOutAfterTheRequestTimeout()
    {
        var time = new FakeTimeProvider();
        using var handler = new HandlerDouble(HangAsync);
        Answer? answer = null;

        var took = await time.DriveAsync(
            async () => answer = await PostAsync(new TestSettings { Handler = handler, Time = time }).ConfigureAwait(false),
            TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(10), took);
        Assert.Equal(TimeSpan.FromSeconds(10), answer!.Duration);
        Assert.True(answer.TimedOut);
        Assert.Null(answer.Status);
    }

    [Fact]
    public async Task AnAbortIsNoTimeOut()
    {
        using var abort = new CancellationTokenSource();
        using var handler = new HandlerDouble(HangAsync);
        using var client = new DataPlaneClient(new TestSettings { Handler = handler }.Freeze());

        var posting = client.PostAsync(Written(gzip: false), node: 0, nodeCount: 1, abort.Token);
        await abort.CancelAsync();
        var answer = await posting.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.IsAssignableFrom<OperationCanceledException>(answer.Fault);
        Assert.False(answer.TimedOut);
    }

    [Fact]
    public async Task TheUsersHandlerIsNotDisposedAndMadeOnce()
    {
        var client = new DataPlaneClient(new TestSettings { Handler = _plane }.Freeze());
        await client.PostAsync(Written(gzip: false), 0, 1, CancellationToken.None);

        client.Dispose();

        Assert.False(_plane.IsDisposed);
        _plane.Dispose();
        Assert.True(_plane.IsDisposed);
    }

    // Ends within the cancellation, unlike Task.Delay, so that fake time sees it.
    static Task<HttpResponseMessage> HangAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var hanging = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => hanging.TrySetCanceled(cancellationToken));
        return hanging.Task;
    }

    static async Task<Answer> PostAsync(TestSettings settings)
    {
        using var client = new DataPlaneClient(settings.Freeze());
        return await client.PostAsync(Written(gzip: !settings.DisableGzip), node: 2, nodeCount: 5, CancellationToken.None).ConfigureAwait(false);
    }

    static Payload Written(bool gzip)
    {
        var payload = new Payload(gzip);
        payload.Write(TestMessages.Several(2), DateTimeOffset.UnixEpoch);
        return payload;
    }

    sealed class MarkingDelegate(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("Marked", "yes");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
