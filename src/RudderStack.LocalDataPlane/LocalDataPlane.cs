using System.Text.Json;
using RudderStack.Local.Api;
using RudderStack.Local.Gateway;
using RudderStack.Local.Live;
using RudderStack.Local.Plans;
using RudderStack.Local.Server;
using RudderStack.Local.Storage;

namespace RudderStack.Local;

/// <summary>
/// A local RudderStack data plane for development and tests: it answers server-side SDKs as rudder-server's gateway
/// does, keeps what it accepts, and fails on request.
/// </summary>
/// <remarks>
/// It knows <c>/v1/batch</c>, the seven <c>/v1/{type}</c> paths, <c>/health</c>, <c>/</c>, <c>/robots.txt</c>, and its
/// own <c>/local/...</c>; not the gateway's webhook, pixel, beacon, import and internal paths. A browser that opens
/// <c>/</c> gets a page that shows what arrives. HTTP/1.1 without TLS.
/// All members are safe to call from several threads.
/// </remarks>
public sealed class LocalDataPlane : IAsyncDisposable
{
    readonly Conditions _conditions;
    readonly PlanChecks _plans;
    readonly SemaphoreSlim _listening = new(1, 1);
    readonly MessageStore _messages;
    readonly RequestLog _requests;
    readonly RequestHandler _handler;
    readonly LocalApi _api;
    IReadOnlyList<string> _urls;
    Listener? _listener;

    LocalDataPlane(LocalDataPlaneOptions options)
    {
        options.Validate();
        WriteKey = options.WriteKeys[0];
        _urls = [.. options.Urls];
        _conditions = new Conditions(options.TimeProvider);
        _plans = new PlanChecks(options);
        var changed = new Signal();
        Faults = new FaultRules(changed);
        _messages = new MessageStore(options.MaxStored, options.MaxStoredBytes, changed);
        _requests = new RequestLog(options.MaxRequests, options.MaxRequestsBytes, changed);
        var gateway = new RudderGateway(new WriteKeys(options.WriteKeys, options.DisabledWriteKeys), _conditions);
        _handler = new RequestHandler(options, gateway, _plans, Faults, _messages, _requests);
        var events = new EventStream(_messages, _requests, Faults, _plans, changed, options.TimeProvider);
        _api = new LocalApi(this, _messages, _plans, events, new BrowserGuard(() => _urls));
    }

    /// <summary>Raised on the request's thread when a request is recorded, with the messages that it stores.</summary>
    internal event Action<ReceivedRequest, IReadOnlyList<StoredMessage>>? Recorded
    {
        add => _handler.Recorded += value;
        remove => _handler.Recorded -= value;
    }

    /// <summary>The first URL listened on, with its real port and without a trailing slash.</summary>
    public string Url => _urls[0].Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');

    /// <summary>The first write key of the options.</summary>
    public string WriteKey { get; }

    /// <summary>The stored messages in order, as the gateway would store them: a snapshot.</summary>
    public IReadOnlyList<JsonElement> Messages => [.. _messages.Snapshot().Select(message => message.Json)];

    /// <summary>
    /// How many messages were stored since the start or the last <see cref="ClearMessages"/>, those included that
    /// <see cref="LocalDataPlaneOptions.MaxStored"/> or <see cref="LocalDataPlaneOptions.MaxStoredBytes"/> made it forget.
    /// </summary>
    public long Count => _messages.Count;

    /// <summary>
    /// In what the stored messages differ from their tracking plans, in the messages' order: a snapshot. Of one message at
    /// most 100 are kept.
    /// </summary>
    public IReadOnlyList<PlanViolation> Violations => [.. _messages.Snapshot().SelectMany(message => message.Finding?.Violations ?? [])];

    /// <summary>
    /// What of the tracking plans cannot be checked, such as an event with a pattern that is no regular expression. The server
    /// passes such events as well.
    /// </summary>
    public IReadOnlyList<string> PlanNotices => _plans.Notices;

    /// <summary>The recorded requests in order: a snapshot. A request is recorded before its answer leaves.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _requests.Snapshot();

    /// <summary>The faults that the next answers will show.</summary>
    public FaultRules Faults { get; }

    /// <summary>
    /// How many nodes the proxy in front of the gateway knows, or null, the default, for a gateway without a proxy.
    /// With a count, <c>GET /cluster-info</c> gives it, and a <c>/v1/batch</c> whose <c>RS-nodeCount</c> header
    /// differs is answered 451; one without the header passes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? NodeCount
    {
        get => _conditions.NodeCount;
        set => _conditions.NodeCount = value;
    }

    /// <summary>
    /// How long the gateway takes to store and to answer, or null, the default, for as long as the local data plane
    /// itself takes.
    /// </summary>
    /// <exception cref="ArgumentException">A time is out of range.</exception>
    public AnswerTime? AnswerTime
    {
        get => _conditions.AnswerTime;
        set => _conditions.AnswerTime = value;
    }

    /// <summary>The rate limit for the events of all keys together, or null, the default, for none. Setting it starts it anew.</summary>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public RateLimit? RateLimit
    {
        get => _conditions.RateLimit;
        set => _conditions.RateLimit = value;
    }

    /// <summary>Whether the rate limit is used up: good requests are answered 429, after the checks of the events.</summary>
    public bool RateLimitReached
    {
        get => _conditions.RateLimitReached;
        set => _conditions.RateLimitReached = value;
    }

    /// <summary>
    /// The error with which the store fails, or null. It is the text of the 500; <c>context deadline exceeded</c>
    /// stands for a time-out and gives 504. With PostgreSQL down it is the driver's text, such as
    /// <c>dial tcp 127.0.0.1:5432: connect: connection refused</c>.
    /// </summary>
    public string? StoreError
    {
        get => _conditions.StoreError;
        set => _conditions.StoreError = value;
    }

    /// <summary>
    /// Whether the store hangs: a good request gets no answer, its connection is cut after 10 s, and nothing is stored.
    /// </summary>
    public bool StoreHangs
    {
        get => _conditions.StoreHangs;
        set => _conditions.StoreHangs = value;
    }

    /// <summary>Whether too many requests are in flight: every request is answered 503 at once.</summary>
    public bool Saturated
    {
        get => _conditions.Saturated;
        set => _conditions.Saturated = value;
    }

    /// <summary>Starts a data plane, by default on 127.0.0.1 and a free port.</summary>
    /// <exception cref="ArgumentException">An option has no usable value, or a tracking plan cannot be loaded; the message says why.</exception>
    /// <exception cref="IOException">An address cannot be listened on.</exception>
    public static async Task<LocalDataPlane> StartAsync(
        LocalDataPlaneOptions? options = null, CancellationToken cancellationToken = default)
    {
        var dataPlane = new LocalDataPlane(options ?? new LocalDataPlaneOptions());
        await dataPlane.StartListeningAsync(cancellationToken).ConfigureAwait(false);
        return dataPlane;
    }

    /// <summary>Forgets the stored messages and sets <see cref="Count"/> to 0. The request log stays.</summary>
    public void ClearMessages() => _messages.Clear();

    /// <summary>Forgets the recorded requests. Those that follow go on counting.</summary>
    public void ClearRequests() => _requests.Clear();

    /// <summary>Throws when a message that was stored since the start or the last <see cref="ClearMessages"/> does not match its tracking plan.</summary>
    /// <exception cref="PlanViolationException">One does not match. The message says which, in what, and what the plan expects.</exception>
    /// <exception cref="InvalidOperationException">There is no tracking plan, or nothing was stored: that says nothing about the plan.</exception>
    public void AssertPlanned()
    {
        if (_plans.PlanNames.Count == 0)
            throw new InvalidOperationException($"There is no tracking plan to match: set {nameof(LocalDataPlaneOptions)}.{nameof(LocalDataPlaneOptions.Plan)}.");
        if (Count == 0)
            throw new InvalidOperationException("No message has arrived yet, so none can match the tracking plan. Dispose or flush the logger first.");
        var (sums, messages) = _messages.Findings();
        if (PlanAssertion.Failure(sums, messages) is { } failure)
            throw new PlanViolationException(failure);
    }

    /// <summary>Waits until <see cref="Count"/> is at least <paramref name="count"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first; the message says how many came.</exception>
    public Task WaitForMessagesAsync(int count, CancellationToken cancellationToken = default) =>
        _messages.WaitAsync(count, cancellationToken);

    /// <summary>
    /// Reads the messages already stored, then each as it is stored, until cancelled or until the data plane is
    /// disposed. What is forgotten or cleared before a reader comes to it, it does not get.
    /// </summary>
    public IAsyncEnumerable<JsonElement> ReadMessagesAsync(CancellationToken cancellationToken = default) =>
        _messages.ReadAsync(cancellationToken);

    /// <summary>
    /// Starts listening again after <see cref="StopListeningAsync"/>, on the same port. Does nothing while listening.
    /// </summary>
    /// <exception cref="IOException">Another program has taken the port meanwhile.</exception>
    public async Task StartListeningAsync(CancellationToken cancellationToken = default)
    {
        await _listening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_listener is not null)
                return;
            var listener = new Listener(HandleAsync);
            try
            {
                _urls = await listener.StartAsync(_urls, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                listener.Dispose();
                throw;
            }

            _listener = listener;
        }
        finally
        {
            _listening.Release();
        }
    }

    /// <summary>
    /// Stops listening: open connections end and new ones are refused until <see cref="StartListeningAsync"/>.
    /// Requests in progress get up to five seconds; those that a fault or a longer time to answer holds back are cut. Messages, log and faults stay.
    /// </summary>
    public async Task StopListeningAsync()
    {
        await _listening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_listener is not { } listener)
                return;
            _listener = null;
            await listener.StopAsync().ConfigureAwait(false);
            listener.Dispose();
        }
        finally
        {
            _listening.Release();
        }
    }

    /// <summary>Stops listening and ends the streams of <see cref="ReadMessagesAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopListeningAsync().ConfigureAwait(false);
        _messages.Complete();
    }

    Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        if (LocalApi.Owns(context.Request))
            return _api.HandleAsync(context, stopping);
        return Cors.Answer(context) ? Task.CompletedTask : _handler.HandleAsync(context, stopping);
    }
}
