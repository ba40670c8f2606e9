using System.Runtime.InteropServices;
using System.Text;
using RudderStack.Local.Plans;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Live;

/// <summary>
/// <c>GET /local/events</c>: messages and requests as server-sent events, as they arrive, and the state of the data
/// plane whenever it changes.
/// </summary>
/// <remarks>
/// Each event's id is an <see cref="EventCursor"/>; a reader that comes back with it as <c>Last-Event-ID</c> (or as the
/// query's <c>lastEventId</c>, since scripts cannot set that header) goes on from there. Nothing is queued for a reader:
/// it has a place in the stores, which are bounded themselves, and while it does not read, the stream waits for it. One
/// that is more than <see cref="MostAtOnce"/> behind, as every new one is, gets the newest so many.
/// </remarks>
sealed class EventStream
{
    /// <summary>How many messages, and how many requests, a reader is sent that lacks more. The live page shows no more.</summary>
    public const int MostAtOnce = 500;

    static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    readonly string _run = Guid.NewGuid().ToString("N")[..12];
    readonly MessageStore _messages;
    readonly RequestLog _requests;
    readonly FaultRules _faults;
    readonly PlanChecks _plans;
    readonly Signal _changed;
    readonly TimeProvider _timeProvider;

    public EventStream(
        MessageStore messages, RequestLog requests, FaultRules faults, PlanChecks plans, Signal changed, TimeProvider timeProvider)
    {
        _messages = messages;
        _requests = requests;
        _faults = faults;
        _plans = plans;
        _changed = changed;
        _timeProvider = timeProvider;
    }

    /// <summary>Writes until the reader leaves or listening stops.</summary>
    public async Task WriteAsync(HttpContext context, CancellationToken stopping)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var (request, response) = (context.Request, context.Response);
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        var lastId = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : request.Query["lastEventId"].ToString();
        var cursor = EventCursor.Parse(lastId, _run) ?? new EventCursor(_run, 0, 0);
        try
        {
            await response.WriteAsync("retry: 1000\n\n", context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(response, cursor, leaving.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The reader has gone, or listening stops: the answer ends here.
        }
    }

    async Task WriteAsync(HttpResponse response, EventCursor cursor, CancellationToken leaving)
    {
        byte[] sent = [];
        while (true)
        {
            var changed = _changed.Next;

            // The state comes first: it names the run, and what is forgotten.
            var state = EventJson.OfState(_run, _messages, _requests, _faults, _plans);
            if (!state.AsSpan().SequenceEqual(sent))
                await WriteEventAsync(response, "state", cursor, state, leaving).ConfigureAwait(false);
            sent = state;
            cursor = await WriteMessagesAsync(response, cursor, leaving).ConfigureAwait(false);
            cursor = await WriteRequestsAsync(response, cursor, leaving).ConfigureAwait(false);
            await response.Body.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
            await WaitAsync(response, changed, leaving).ConfigureAwait(false);
        }
    }

    async Task<EventCursor> WriteMessagesAsync(HttpResponse response, EventCursor cursor, CancellationToken leaving)
    {
        var news = _messages.After(cursor.Message, MostAtOnce);
        cursor = cursor with { Message = news.First - 1 };
        foreach (var message in news.Entries)
        {
            // Before its message, and with the id of the one before: a reader that misses the message gets both again.
            if (message.Finding is { Count: > 0 } finding)
                await WriteEventAsync(response, "violations", cursor, EventJson.OfFinding(cursor.Message + 1, finding), leaving).ConfigureAwait(false);
            cursor = cursor with { Message = cursor.Message + 1 };

            // As stored, and so compact: no line break can end the event's data early.
            var json = JsonMarshal.GetRawUtf8Value(message.Json).ToArray();
            await WriteEventAsync(response, "message", cursor, json, leaving).ConfigureAwait(false);
        }

        return cursor;
    }

    async Task<EventCursor> WriteRequestsAsync(HttpResponse response, EventCursor cursor, CancellationToken leaving)
    {
        var news = _requests.After(cursor.Request, MostAtOnce);
        cursor = cursor with { Request = news.First - 1 };
        foreach (var request in news.Entries)
        {
            cursor = cursor with { Request = request.Sequence };
            await WriteEventAsync(response, "request", cursor, EventJson.OfRequest(request), leaving).ConfigureAwait(false);
        }

        return cursor;
    }

    /// <summary>
    /// Writes one event to its end, or not at all: Kestrel cuts the connection when a write is cancelled, so what stops
    /// listening is looked at between events only.
    /// </summary>
    static async Task WriteEventAsync(HttpResponse response, string name, EventCursor cursor, byte[] json, CancellationToken leaving)
    {
        leaving.ThrowIfCancellationRequested();
        var aborted = response.HttpContext.RequestAborted;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\nid: {cursor}\ndata: "), aborted).ConfigureAwait(false);
        await response.Body.WriteAsync(json, aborted).ConfigureAwait(false);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), aborted).ConfigureAwait(false);
    }

    /// <summary>Waits for a change, with a comment from time to time, so that a lost connection is noticed.</summary>
    async Task WaitAsync(HttpResponse response, Task changed, CancellationToken leaving)
    {
        while (true)
        {
            try
            {
                await changed.WaitAsync(KeepAliveInterval, _timeProvider, leaving).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                await response.WriteAsync(": keep-alive\n\n", response.HttpContext.RequestAborted).ConfigureAwait(false);
                await response.Body.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
            }
        }
    }
}
