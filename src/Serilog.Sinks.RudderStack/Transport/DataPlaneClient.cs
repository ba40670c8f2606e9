using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Speaks HTTP with the data plane. Every outcome is an <see cref="Answer"/>; nothing but a bug throws.</summary>
sealed class DataPlaneClient : IDisposable
{
    static readonly string UserAgent = $"{Library.Name}/{Library.Version}";

    readonly SinkSettings _settings;
    readonly HttpMessageInvoker _http;
    readonly bool _isOwnHandler;
    readonly AnswerReader _answers;
    readonly string _authorization;

    public DataPlaneClient(SinkSettings settings)
    {
        _settings = settings;
        _authorization = $"Basic {settings.BasicCredentials}";
        _answers = new AnswerReader(settings);

        // One more connection than senders, for the question about the node count. The user's handler stays the user's.
        _isOwnHandler = settings.HttpMessageHandlerFactory is null;
        _http = settings.HttpMessageHandlerFactory is { } factory
            ? new HttpMessageInvoker(factory(), disposeHandler: false)
            : new HttpMessageInvoker(HttpHandlers.Create(settings.MaxConcurrentRequests + 1), disposeHandler: true);
    }

    /// <summary>Whether <see cref="Post"/> needs no other thread than the caller's.</summary>
    /// <remarks>
    /// A user's handler is always called asynchronously: most override <c>SendAsync</c> alone, and a delegating one would
    /// pass a synchronous call on with nothing done.
    /// </remarks>
    public bool PostsOnCallersThread => _isOwnHandler && HttpHandlers.SendsOnCallersThread;

    /// <summary>Posts one payload, within the request time-out.</summary>
    public async Task<Answer> PostAsync(Payload payload, int node, int nodeCount, CancellationToken cancellationToken)
    {
        using var content = new PayloadContent(payload, gzip: !_settings.DisableGzip);
        using var request = CreatePost(content, node, nodeCount);
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!content.IsSent)
            payload.Abandon();
        return answer;
    }

    /// <summary>As <see cref="PostAsync"/>; the caller's thread waits.</summary>
    public Answer Post(Payload payload, int node, int nodeCount, CancellationToken cancellationToken)
    {
        if (!PostsOnCallersThread)
            return Blocking.Run(() => PostAsync(payload, node, nodeCount, cancellationToken));

        using var content = new PayloadContent(payload, gzip: !_settings.DisableGzip);
        using var request = CreatePost(content, node, nodeCount);
        return Send(request, cancellationToken);
    }

    /// <summary>Asks the proxy for its node count; null, with the answer, when it does not tell.</summary>
    public async Task<(int? NodeCount, Answer Answer)> GetNodeCountAsync(CancellationToken cancellationToken)
    {
        using var request = Create(HttpMethod.Get, _settings.ClusterInfoEndpoint);
        var answer = await SendAsync(request, cancellationToken, keepText: true).ConfigureAwait(false);
        return (ClusterInfo.ReadNodeCount(answer), answer);
    }

    public void Dispose() => _http.Dispose();

    HttpRequestMessage CreatePost(HttpContent content, int node, int nodeCount)
    {
        var request = Create(HttpMethod.Post, _settings.BatchEndpoint);
        request.Content = content;
        if (_settings.NoProxySupport)
            return request;

        request.Headers.TryAddWithoutValidation("RS-targetNode", node.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("RS-nodeCount", nodeCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("RS-userAgent", "serverSDK");
        return request;
    }

    HttpRequestMessage Create(HttpMethod method, Uri uri)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return request;
    }

    async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken, bool keepText = false)
    {
        var started = _settings.TimeProvider.GetTimestamp();
        using var timeout = _settings.TimeProvider.CancelAfter(_settings.RequestTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return await _answers.ReadAsync(response, keepText, started, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return _answers.Failed(exception, timeout.IsCancellationRequested, started);
        }
    }

    Answer Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = _settings.TimeProvider.GetTimestamp();
        using var timeout = _settings.TimeProvider.CancelAfter(_settings.RequestTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = HttpHandlers.Send(_http, request, either.Token);

            // A blocking read takes no token. An answer that stalls is disposed under its reader, and with it the connection.
            using var cut = either.Token.Register(static response => ((HttpResponseMessage)response!).Dispose(), response);
            return _answers.Read(response, started);
        }
        catch (Exception exception)
        {
            return _answers.Failed(exception, timeout.IsCancellationRequested, started);
        }
    }
}
