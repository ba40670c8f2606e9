using System.Globalization;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Speaks HTTP with the data plane. Every outcome is an <see cref="Answer"/>; nothing but a bug throws.</summary>
/// <remarks>
/// The handler is made in the background, the sink's own for the first request, since it loads much of .NET's HTTP, and a
/// user's for the first event: a factory may need services, which are not there yet while loggers are being made, and may be
/// gone when the last request is sent. A factory that throws is asked again; what it gives is kept.
/// </remarks>
sealed class DataPlaneClient : IDisposable
{
    static readonly string UserAgent = $"{Library.Name}/{Library.Version}";
    static readonly byte[] NoMessages = "{\"batch\":[]}"u8.ToArray();

    static readonly TimeSpan TextGrace = TimeSpan.FromSeconds(1);

    readonly object _lock = new();
    readonly SinkSettings _settings;
    readonly AnswerReader _answers;
    readonly string _authorization;
    readonly bool _mayBlock;
    Task<HttpMessageInvoker>? _http;
    bool _isDisposed;
    bool _isPrepared;

    public DataPlaneClient(SinkSettings settings)
    {
        _settings = settings;
        _authorization = $"Basic {settings.BasicCredentials}";
        _answers = new AnswerReader(settings);
        _mayBlock = settings.HttpMessageHandlerFactory is not null;
    }

    /// <summary>For tests: a handler that is known not to block, and so is called on the sender's thread as the sink's own is.</summary>
    internal DataPlaneClient(SinkSettings settings, HttpMessageHandler handler)
        : this(settings)
    {
        _mayBlock = false;
        _http = Task.FromResult(new HttpMessageInvoker(handler, disposeHandler: false));
    }

    /// <summary>Has the user's handler made, since an event has come; does nothing the next time.</summary>
    public void Prepare()
    {
        if (_isPrepared)
            return;

        _isPrepared = true;
        if (!_mayBlock)
            return;

        // What the first event was logged in, a web request perhaps, is not what handlers are made in.
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = HttpAsync();
            return;
        }

        using (ExecutionContext.SuppressFlow())
            _ = HttpAsync();
    }

    /// <summary>Posts one payload, within the request time-out.</summary>
    public async Task<Answer> PostAsync(Payload payload, int node, int nodeCount, CancellationToken cancellationToken)
    {
        var content = new PayloadContent(payload.Body, gzip: !_settings.DisableGzip);
        var (answer, isHandlerDone) = await SendAsync(CreatePost(content, node, nodeCount), cancellationToken).ConfigureAwait(false);

        // A handler that did not end its request properly, or ignores that it is cancelled, may still read the body.
        if (!isHandlerDone || !content.IsSent)
            payload.Abandon();
        return answer;
    }

    /// <summary>Posts a batch without messages, which a gateway refuses in words of its own.</summary>
    public async Task<Answer> PostNothingAsync(CancellationToken cancellationToken)
    {
        var content = new PayloadContent(new ArraySegment<byte>(NoMessages), gzip: false);
        return (await SendAsync(CreatePost(content, node: 0, nodeCount: 1), cancellationToken).ConfigureAwait(false)).Answer;
    }

    /// <summary>Asks the proxy for its node count; null, with the answer, when it gives none.</summary>
    public async Task<(int? NodeCount, Answer Answer)> GetNodeCountAsync(CancellationToken cancellationToken)
    {
        var (answer, _) = await SendAsync(Create(HttpMethod.Get, _settings.ClusterInfoEndpoint), cancellationToken).ConfigureAwait(false);
        return (ClusterInfo.ReadNodeCount(answer), answer);
    }

    /// <summary>The answer in the place of a request that could not be made, or whose answer could not be handled.</summary>
    public Answer Failed(Exception fault) => _answers.Failed(fault, timedOut: false, TimeSpan.Zero);

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            if (_http is { } http)
                _ = DisposeAsync(http);
        }
    }

    HttpRequestMessage CreatePost(HttpContent content, int node, int nodeCount)
    {
        var request = Create(HttpMethod.Post, _settings.BatchEndpoint);
        request.Content = content;
        if (_settings.NoProxySupport)
            return request;

        request.Headers.TryAddWithoutValidation("RS-targetNode", node.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("RS-nodeCount", nodeCount.ToString(CultureInfo.InvariantCulture));
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

    // The answer comes in time, whatever the handler does.
    async Task<(Answer Answer, bool IsHandlerDone)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = _settings.TimeProvider.GetTimestamp();
        using var timeout = _settings.TimeProvider.CancelAfter(_settings.RequestTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var exchange = new Exchange();

        // A user's handler may block before it returns a task, so it gets a thread of the pool that need not come back.
        var ended = _mayBlock
            ? Task.Run(() => RunAsync(exchange, request, either.Token), CancellationToken.None)
            : RunAsync(exchange, request, either.Token);

        var cancelled = new TaskCompletionSource<bool>();
        using (either.Token.Register(() => cancelled.TrySetResult(true)))
            await Task.WhenAny(ended, cancelled.Task).ConfigureAwait(false);

        // What has arrived of the text is read quickly by a handler that obeys its token.
        if (exchange.Answer is not null && !ended.IsCompleted)
            await Task.WhenAny(ended, _settings.TimeProvider.WaitAsync(TextGrace, CancellationToken.None)).ConfigureAwait(false);

        // Once the status is there it decides: what was stored must not be sent again because its answer's text stalls.
        var duration = _settings.TimeProvider.GetElapsedTime(started);
        var answer = exchange.Answer is { } head ? head with { Duration = duration }
            : _answers.Failed(exchange.Fault ?? new OperationCanceledException(), timeout.IsCancellationRequested, duration);
        return (answer, ended.IsCompleted);
    }

    // Never throws: what a handler throws after its time-out concerns nobody.
    async Task RunAsync(Exchange exchange, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
            {
                var http = await HttpAsync().ConfigureAwait(false);
                using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
                var head = _answers.Head(response);
                exchange.Answer = head;
                exchange.Answer = head with { Text = await _answers.TextAsync(response, cancellationToken).ConfigureAwait(false) };
            }
        }
        catch (Exception exception)
        {
            exchange.Fault = exception;
        }
    }

    Task<HttpMessageInvoker> HttpAsync()
    {
        lock (_lock)
        {
            if ((_http is null || _http.IsFaulted) && !_isDisposed)
            {
                // Looked at: a fault that nobody has seen would be raised as TaskScheduler.UnobservedTaskException.
                _ = _http?.Exception;
                _http = Task.Run(Create);
            }

            return _http ?? Task.FromCanceled<HttpMessageInvoker>(new CancellationToken(canceled: true));
        }

        // One more connection than lanes, for the question about the node count. The user's handler stays the user's.
        HttpMessageInvoker Create() => _settings.HttpMessageHandlerFactory is { } factory
            ? new HttpMessageInvoker(factory(), disposeHandler: false)
            : new HttpMessageInvoker(HttpHandlers.Create(_settings.MaxConcurrentRequests + 1, _settings.ConnectTimeout), disposeHandler: true);
    }

    static async Task DisposeAsync(Task<HttpMessageInvoker> http)
    {
        try
        {
            (await http.ConfigureAwait(false)).Dispose();
        }
        catch (Exception)
        {
            // There was no handler, or the user's threw.
        }
    }

    /// <summary>How far a request has come; written by the handler's thread, read by the sender's.</summary>
    sealed class Exchange
    {
        volatile Answer? _answer;
        volatile Exception? _fault;

        public Answer? Answer
        {
            get => _answer;
            set => _answer = value;
        }

        public Exception? Fault
        {
            get => _fault;
            set => _fault = value;
        }
    }
}
