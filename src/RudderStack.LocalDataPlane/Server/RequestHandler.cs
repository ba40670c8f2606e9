using System.Text.Json;
using RudderStack.Local.Gateway;
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
    readonly FaultRules _faults;
    readonly MessageStore _messages;
    readonly RequestLog _requests;
    int _inProgress;

    public RequestHandler(
        LocalDataPlaneOptions options, RudderGateway gateway, FaultRules faults, MessageStore messages, RequestLog requests)
    {
        _options = options;
        _gateway = gateway;
        _faults = faults;
        _messages = messages;
        _requests = requests;
    }

    /// <summary>Raised on the request's thread when it is recorded, with the messages that it stores.</summary>
    public event Action<ReceivedRequest, IReadOnlyList<JsonElement>>? Recorded;

    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var inProgress = Interlocked.Increment(ref _inProgress);
        try
        {
            await AnswerAsync(context, Describe(context, inProgress), leaving.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone, or listening stops: there is nobody to answer.
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _inProgress);
        }
    }

    async Task AnswerAsync(HttpContext context, ReceivedRequest received, CancellationToken leaving)
    {
        var path = GatewayPath.Find(received.Path);
        var isEventPost = path is { TakesEvents: true } && received.Method == path.Method;
        if (_faults.TakeBeforeReading(received.Path, isEventPost) is { } cut)
        {
            await SpoilAsync(context, cut, received, GatewayAnswer.UnreadableBody, leaving).ConfigureAwait(false);
            return;
        }

        var body = await RequestBody.ReadAsync(context.Request, leaving).ConfigureAwait(false);
        var verdict = _gateway.Judge(new GatewayRequest
        {
            Method = received.Method,
            Path = path,
            Headers = context.Request.Headers,
            Body = body.Content,
            ReceivedAt = received.ReceivedAt,
            RemoteAddress = context.Connection.RemoteIpAddress?.ToString() ?? "",
        });
        received.WireBytes = body.WireBytes;
        received.BodyBytes = body.Content?.Length ?? 0;
        if (_options.KeepBodies && body.Content is { } content)
            received.Body = content;
        received.MessageCount = verdict.Messages.Count;

        if (_faults.Take(received.Path, isEventPost, verdict.Messages) is { } fault)
        {
            await SpoilAsync(context, fault, received, verdict, leaving).ConfigureAwait(false);
            return;
        }

        _messages.Add(verdict.Messages);
        received.RefusedAt = verdict.RefusedAt;
        Record(received, verdict.Answer, verdict.Messages);
        await HttpAnswer.WriteAsync(context.Response, verdict.Answer, null, leaving).ConfigureAwait(false);
    }

    async Task SpoilAsync(HttpContext context, Fault fault, ReceivedRequest received, Verdict verdict, CancellationToken leaving)
    {
        var answer = HttpAnswer.Spoil(verdict.Answer, fault);
        var isAnswered = fault.Answers && fault.CutConnection == ConnectionCut.None;
        received.IsSpoiled = true;
        received.RefusedAt = isAnswered && fault.Status is null ? verdict.RefusedAt : null;
        if (fault.Store)
            _messages.Add(verdict.Messages);
        Record(received, isAnswered ? answer : null, fault.Stores ? verdict.Messages : []);
        if (fault.Delay > TimeSpan.Zero)
            await Task.Delay(fault.Delay, _options.TimeProvider, leaving).ConfigureAwait(false);
        if (fault.Stores && !fault.Store)
            _messages.Add(verdict.Messages);

        if (fault.Answers)
            await HttpAnswer.WriteAsync(context.Response, answer, fault, leaving).ConfigureAwait(false);
        else if (fault.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, _options.TimeProvider, leaving).ConfigureAwait(false);
        else
            context.Abort();
    }

    void Record(ReceivedRequest received, GatewayAnswer? answer, IReadOnlyList<JsonElement> stored)
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
}
