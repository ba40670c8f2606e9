using RudderStack.Local.Gateway;
using RudderStack.Local.Plans;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Server;

/// <summary>
/// Takes one request through faults, gateway, store and log. The store and the log are written before the answer
/// leaves, so a client that has its answer finds its request in both.
/// </summary>
sealed class RequestHandler
{
    readonly LocalDataPlaneOptions _options;
    readonly RudderGateway _gateway;
    readonly PlanChecks _plans;
    readonly FaultRules _faults;
    readonly MessageStore _messages;
    readonly RequestLog _requests;
    int _inProgress;

    public RequestHandler(
        LocalDataPlaneOptions options, RudderGateway gateway, PlanChecks plans, FaultRules faults, MessageStore messages, RequestLog requests)
    {
        _options = options;
        _gateway = gateway;
        _plans = plans;
        _faults = faults;
        _messages = messages;
        _requests = requests;
    }

    /// <summary>Raised on the request's thread when it is recorded, with the messages that it stores.</summary>
    public event Action<ReceivedRequest, IReadOnlyList<StoredMessage>>? Recorded;

    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var received = Describe(context, Interlocked.Increment(ref _inProgress));
        try
        {
            await AnswerAsync(context, received, new Leaving(context.RequestAborted, stopping, leaving.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone, its upload took too long, or listening stops: there is nobody to answer.
            (received.Status, received.Answer) = (null, null);
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _inProgress);
        }
    }

    async Task AnswerAsync(HttpContext context, ReceivedRequest received, Leaving leaving)
    {
        var path = GatewayPath.Find(received.Path);
        var isEventPost = path is { TakesEvents: true } && received.Method == path.Method;
        if (_faults.TakeBeforeReading(received.Path, isEventPost) is { } cut)
        {
            await SpoilAsync(context, cut, received, GatewayAnswer.UnreadableBody, [], leaving).ConfigureAwait(false);
            return;
        }

        var request = new GatewayRequest
        {
            Method = received.Method,
            Path = path,
            Headers = context.Request.Headers,
            ReceivedAt = received.ReceivedAt,
            RemoteAddress = context.Connection.RemoteIpAddress?.ToString() ?? "",
        };
        var atOnce = _gateway.AnswerAtOnce(request);
        var body = await ReadBodyAsync(context.Request, received, atOnce is null, leaving).ConfigureAwait(false);
        var verdict = atOnce ?? _gateway.Judge(request, body);
        received.WireBytes = body.WireBytes;
        received.BodyBytes = body.Content?.Length ?? 0;
        if (_options.KeepBodies && body.Content is { } content)
            received.Body = content;
        received.MessageCount = verdict.Messages.Count;

        var key = WriteKeys.KeyOf(request.Header("Authorization"));
        var stored = StoredMessage.Of(verdict.Messages, _plans.Check(key, verdict.Messages));
        if (_faults.Take(received.Path, isEventPost, body, verdict.Messages) is { } fault)
        {
            await SpoilAsync(context, fault, received, verdict, stored, leaving).ConfigureAwait(false);
            return;
        }

        received.RefusedAt = verdict.RefusedAt;
        if (verdict.StoreTime == TimeSpan.Zero)
            _messages.Add(stored);
        Record(received, verdict.Answer, stored);
        if (verdict.StoreTime > TimeSpan.Zero)
            await StoreAsync(verdict, stored, leaving).ConfigureAwait(false);
        if (verdict.Answer is { } answer)
            await HttpAnswer.WriteAsync(context.Response, answer, null, leaving.Aborted).ConfigureAwait(false);
        else
            context.Abort();
    }

    async Task<RequestBody> ReadBodyAsync(HttpRequest request, ReceivedRequest received, bool wantsContent, Leaving leaving)
    {
        using var limit = new CancellationTokenSource(RudderGateway.AnswerLimit, _options.TimeProvider);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(leaving.Any, limit.Token);
        try
        {
            return await RequestBody.ReadAsync(request, wantsContent, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Record(received, null, []);
            throw;
        }
    }

    /// <summary>
    /// Stores when the store's time is over. As the gateway does, it finishes what it has begun: for a client that has
    /// left meanwhile, and for one that waits while listening ends, if the listener has patience for it.
    /// </summary>
    async Task StoreAsync(Verdict verdict, IReadOnlyList<StoredMessage> stored, Leaving leaving)
    {
        var isWorthFinishing = verdict.Answer is not null && verdict.StoreTime < Listener.Patience;
        await Task.Delay(verdict.StoreTime, _options.TimeProvider, isWorthFinishing ? leaving.Aborted : leaving.Any)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!isWorthFinishing || leaving.Aborted.IsCancellationRequested)
            leaving.Stopping.ThrowIfCancellationRequested();
        _messages.Add(stored);
    }

    async Task SpoilAsync(
        HttpContext context, Fault fault, ReceivedRequest received, Verdict verdict, IReadOnlyList<StoredMessage> stored, Leaving leaving)
    {
        var answer = HttpAnswer.Spoil(verdict.Answer, fault);
        var isAnswered = fault.Answers && fault.CutConnection == ConnectionCut.None;
        received.IsSpoiled = true;
        received.RefusedAt = isAnswered && fault.Status is null ? verdict.RefusedAt : null;
        if (fault.Store)
            _messages.Add(stored);
        Record(received, isAnswered ? answer : null, fault.Stores ? stored : []);
        if (fault.Delay > TimeSpan.Zero)
            await Task.Delay(fault.Delay, _options.TimeProvider, leaving.Any).ConfigureAwait(false);
        if (fault.Stores && !fault.Store)
            await StoreAsync(verdict, stored, leaving).ConfigureAwait(false);

        if (fault.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, _options.TimeProvider, leaving.Any).ConfigureAwait(false);
        else if (fault.Answers && answer is not null)
            await HttpAnswer.WriteAsync(context.Response, answer, fault, leaving.Aborted).ConfigureAwait(false);
        else
            context.Abort();
    }

    void Record(ReceivedRequest received, GatewayAnswer? answer, IReadOnlyList<StoredMessage> stored)
    {
        received.Status = answer?.Status;
        received.Answer = answer?.Body;
        _requests.Add(received);
        Recorded?.Invoke(received, stored);
    }

    ReceivedRequest Describe(HttpContext context, int inProgress) => new()
    {
        ReceivedAt = _options.TimeProvider.GetUtcNow(),
        ConnectionId = context.Connection.Id,
        InProgress = inProgress,
        Method = context.Request.Method,
        Path = context.Request.Path.Value ?? "",
        Headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>Whom to stop for: the client that leaves, the listener that stops, either.</summary>
    readonly record struct Leaving(CancellationToken Aborted, CancellationToken Stopping, CancellationToken Any);
}
