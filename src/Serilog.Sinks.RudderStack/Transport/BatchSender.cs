using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Sends one batch at a time until each of its messages is delivered or dropped.</summary>
/// <remarks>
/// A batch is a stack of parts: at first all of it; a refused part is replaced by its halves, and a part routed by a stale
/// node count by its shares under the new one. Parts are sent one after the other, in order, so that messages of one user
/// never overtake each other.
/// </remarks>
sealed class BatchSender
{
    readonly SinkSettings _settings;
    readonly DataPlaneClient _client;
    readonly NodeCount _nodes;
    readonly IDeliveryJournal _journal;
    readonly StopSignal _stop;
    readonly Payload _payload;
    readonly Stack<Part> _parts = new();

    public BatchSender(SinkSettings settings, DataPlaneClient client, NodeCount nodes, IDeliveryJournal journal, StopSignal stop)
    {
        _settings = settings;
        _client = client;
        _nodes = nodes;
        _journal = journal;
        _stop = stop;
        _payload = new Payload(gzip: !settings.DisableGzip);
    }

    /// <summary>Ends when every message is settled, or when the shutdown has been given up. Never throws.</summary>
    public async Task SendAsync(ReadOnlyMemory<QueuedMessage> messages)
    {
        var schedule = new RetrySchedule(_settings, Jitter.Next);
        _parts.Push(new Part(messages, Node: 0, NodeCount: 0));
        while (_parts.Count > 0 && !_stop.IsOver)
        {
            var part = _parts.Pop();
            try
            {
                if (part.NodeCount != _nodes.Value)
                    Push(part.Messages);
                else
                    await AttemptAsync(part, schedule).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // A bug of ours. It must neither end the process, on whose thread this may run, nor leave messages that
                // nobody settles. What has been settled is in other hands and not touched: the part is dropped, not the batch.
                _journal.Dropped(part.Messages, DropReason.Rejected, new Answer { Fault = exception });
            }
        }

        // After that the ledger settles what is left: the messages are out of this sender's hands.
        _parts.Clear();
    }

    async Task AttemptAsync(Part part, RetrySchedule schedule)
    {
        var answer = await PostAsync(part).ConfigureAwait(false);
        if (answer.Fault is not null && _stop.IsOver)
            return;

        _journal.Attempted(part.Messages.Length, _payload, answer);
        var outcome = OutcomePolicy.Decide(answer.Status, part.Messages.Length, proxySupport: !_settings.NoProxySupport);
        switch (outcome)
        {
            case Outcome.Delivered:
                _journal.Delivered(part.Messages);
                break;
            case Outcome.Split:
                var half = part.Messages.Length / 2;
                _parts.Push(part with { Messages = part.Messages.Slice(half) });
                _parts.Push(part with { Messages = part.Messages.Slice(0, half) });
                break;
            case Outcome.Reject:
                _journal.Dropped(part.Messages, DropReason.Rejected, answer);
                break;
            case Outcome.RefreshNodes:
                await RefreshNodesAsync(part, answer, schedule).ConfigureAwait(false);
                break;
            case Outcome.Pause:
            case Outcome.Retry:
                await PostponeAsync(part, outcome, answer, answer.RetryAfter, schedule).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"No such outcome: {outcome}.");
        }
    }

    async Task<Answer> PostAsync(Part part)
    {
        try
        {
            _payload.Write(part.Messages.Span, _settings.TimeProvider.GetUtcNow());
            return SenderThread.IsCurrent && _client.PostsOnCallersThread
                ? _client.Post(_payload, part.Node, part.NodeCount, _stop.Aborted)
                : await _client.PostAsync(_payload, part.Node, part.NodeCount, _stop.Aborted).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Short of memory, say: one more attempt that failed, and no reason to lose the batch.
            return new Answer { Fault = exception };
        }
    }

    async Task RefreshNodesAsync(Part part, Answer stale, RetrySchedule schedule)
    {
        // Another sender may have asked already.
        var wish = stale.RetryAfter;
        if (_nodes.Value == part.NodeCount)
        {
            var (found, answer) = await _client.GetNodeCountAsync(_stop.Aborted).ConfigureAwait(false);
            if (found is { } count)
                _nodes.Value = count;
            wish ??= answer.RetryAfter;
        }

        if (_nodes.Value != part.NodeCount && schedule.MayRerouteAtOnce())
        {
            // What is acknowledged is no longer among the parts; all the rest is routed anew when its turn comes.
            _parts.Push(part);
            return;
        }

        // Not told, or told what was refused before, or over and over: a failed attempt like any other. The messages were
        // answered with the stale count, whatever came of the question.
        await PostponeAsync(part, Outcome.Retry, stale, wish, schedule).ConfigureAwait(false);
    }

    async Task PostponeAsync(Part part, Outcome outcome, Answer answer, TimeSpan? wish, RetrySchedule schedule)
    {
        if (_stop.IsLastRound)
        {
            _journal.Dropped(part.Messages, DropReason.Shutdown, answer);
            return;
        }

        if (schedule.NextWait(outcome, wish) is not { } wait)
        {
            _journal.Dropped(part.Messages, outcome == Outcome.Pause ? DropReason.Rejected : DropReason.RetryExpired, answer);
            return;
        }

        _parts.Push(part);
        _journal.Postponed(part.Messages, outcome, answer);
        await _stop.WaitAsync(wait).ConfigureAwait(false);
    }

    void Push(ReadOnlyMemory<QueuedMessage> messages)
    {
        var parts = NodeRouting.Divide(messages, _nodes.Value);
        for (var i = parts.Count - 1; i >= 0; i--)
            _parts.Push(parts[i]);
    }
}
