using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Sends the batches of one lane, one at a time, until each of their messages is delivered or dropped.</summary>
/// <remarks>
/// A batch is a stack of parts: at first all of it; a part that is larger than what passes is cut, a refused one is replaced
/// by its halves, and one routed by a stale node count by its shares under the new one. Parts are sent one after the other,
/// in order, so that messages of one user never overtake each other.
/// </remarks>
sealed class BatchSender
{
    readonly SinkSettings _settings;
    readonly DataPlaneClient _client;
    readonly NodeCount _nodes;
    readonly IDeliveryJournal _journal;
    readonly StopSignal _stop;
    readonly Payload _payload;
    readonly RequestSize _size;
    readonly RateLimit _rateLimit;
    readonly RetrySchedule _schedule;
    readonly Suspects _suspects = new();
    readonly Stack<Part> _parts = new();
    int _failuresAtShutdown;

    public BatchSender(SinkSettings settings, DataPlaneClient client, NodeCount nodes, IDeliveryJournal journal, StopSignal stop)
    {
        _settings = settings;
        _client = client;
        _nodes = nodes;
        _journal = journal;
        _stop = stop;
        _payload = new Payload(gzip: !settings.DisableGzip);
        _size = new RequestSize(settings);
        _rateLimit = new RateLimit(settings.TimeProvider);
        _schedule = new RetrySchedule(settings, Jitter.Next);
    }

    /// <summary>Ends when every message is settled. Never throws.</summary>
    public async Task SendAsync(ReadOnlyMemory<QueuedMessage> messages)
    {
        DeliveryPath.Enter();
        _schedule.Restart();
        _size.Begin();
        _suspects.Clear();
        _rateLimit.Clear();
        _parts.Push(new Part(messages, Node: 0, NodeCount: 0));
        while (HasPart() && !_stop.IsOver)
        {
            var part = _parts.Pop();
            try
            {
                if (part.NodeCount != _nodes.Value)
                    Push(NodeRouting.Divide(part.Messages, _nodes.Value));
                else
                    await AttemptAsync(part = Cut(part)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // A bug in the sender must not end the process or leave messages unsettled. What has been settled has
                // another owner by now: the part is dropped, not the batch.
                _journal.Dropped(part.Messages, DropReason.Rejected, _client.Failed(exception));
            }
        }

        if (_size.End() is { } limit)
            _journal.Limited(limit);
        if (!_stop.IsOver)
            return;

        // Away from the thread that ends the requests of all lanes: hooks follow.
        await Task.Yield();
        DropAll(DropReason.Shutdown, answer: null);
    }

    async Task AttemptAsync(Part part)
    {
        var answer = await PostAsync(part).ConfigureAwait(false);
        if (answer.Status is null && _stop.IsOver)
        {
            _parts.Push(part);
            return;
        }

        _journal.Attempted(part.Messages.Length, _payload, answer);
        var outcome = OutcomePolicy.Decide(answer, part.Messages.Length, proxySupport: !_settings.NoProxySupport);
        switch (outcome)
        {
            case Outcome.Delivered:
                Accept(part, answer);
                break;
            case Outcome.Split:
                Halve(part);
                break;
            case Outcome.Reject:
                _journal.Dropped(part.Messages, DropReason.Rejected, answer);
                break;
            case Outcome.TooLarge when part.Messages.Length > 1:
                _size.TooLarge(part.Messages);
                Halve(part);
                break;
            case Outcome.TooLarge:
                _size.TooLargeAlone(part.Messages);
                _journal.Dropped(part.Messages, DropReason.Rejected, answer);
                break;
            case Outcome.Suspect when part.Messages.Length > 1:
                Halve(part);
                break;
            case Outcome.Suspect:
                await SuspectAsync(part, answer).ConfigureAwait(false);
                break;
            case Outcome.RateLimited:
                if (_rateLimit.NeedsSmallerRequests(part.Messages.Length, isClosing: _stop.HasBegun))
                {
                    _size.RateLimited(part.Messages.Length);
                    _schedule.RestartBackOff();
                }

                await PostponeAsync(part, Outcome.Retry, answer, answer.RetryAfter).ConfigureAwait(false);
                break;
            case Outcome.RefreshNodes:
                await RefreshNodesAsync(part, answer).ConfigureAwait(false);
                break;
            case Outcome.Pause:
            case Outcome.Retry:
                await PostponeAsync(part, outcome, answer, answer.RetryAfter).ConfigureAwait(false);
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
            return await _client.PostAsync(_payload, part.Node, part.NodeCount, _stop.Aborted).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Short of memory, for example: one more attempt that failed, and no reason to lose the batch.
            return _client.Failed(exception);
        }
    }

    void Accept(Part part, Answer answer)
    {
        _stop.Acknowledged(answer.Duration);
        _schedule.Restart();
        _rateLimit.Passed(part.Messages.Length);
        _size.Passed(_payload.UncompressedLength);
        Drop(_suspects.Convict());
        _journal.Delivered(part.Messages, answer);
    }

    // Refused alone, and not in a gateway's words: by a firewall that objects to what stands in it, or by whatever stands at
    // a wrong address. The message is set aside, which harms no order, until one of the two is shown.
    async Task SuspectAsync(Part part, Answer answer)
    {
        _suspects.Add(part, answer);
        if (_suspects.AreConvicted)
        {
            Drop(_suspects.Convict());
            return;
        }

        if (_suspects.Refusals == 1 && _parts.Count > 0)
            return;

        // The second refusal, and nothing accepted: the gateway is asked for itself, with a batch that holds no message.
        if (_suspects.Refusals > 1 && OutcomePolicy.ShowsDataPlane(await _client.PostNothingAsync(_stop.Aborted).ConfigureAwait(false)))
        {
            Drop(_suspects.Convict());
            return;
        }

        Push(_suspects.Acquit());
        await PostponeAsync(_parts.Pop(), Outcome.Pause, answer, wish: null).ConfigureAwait(false);
    }

    async Task RefreshNodesAsync(Part part, Answer stale)
    {
        // Another lane may have asked already.
        var wish = stale.RetryAfter;
        if (_nodes.Value == part.NodeCount)
        {
            var (found, answer) = await _client.GetNodeCountAsync(_stop.Aborted).ConfigureAwait(false);
            if (found is { } count)
                _nodes.Learn(part.NodeCount, count);
            wish ??= answer.RetryAfter;
        }

        if (_nodes.Value != part.NodeCount && _schedule.MayRerouteAtOnce())
        {
            // What is acknowledged is no longer among the parts; all the rest is routed anew when its turn comes.
            _parts.Push(part);
            return;
        }

        // No count, or the one that was refused before, or one change after the other: a failed attempt like any other. The
        // messages were answered with the stale count, whatever the question brought.
        await PostponeAsync(part, Outcome.Retry, stale, wish).ConfigureAwait(false);
    }

    async Task PostponeAsync(Part part, Outcome outcome, Answer answer, TimeSpan? wish)
    {
        // Before anybody hears of it: a close that answers the report finds a wait that it can cut. What an outage before the
        // close has taught the back-off is no reason to give up after one attempt.
        if (_stop.HasBegun && _failuresAtShutdown++ == 0)
            _schedule.RestartBackOff();

        var drain = _stop.NextDrain;
        _journal.Failed(outcome, answer);
        _parts.Push(part);
        if (_schedule.NextWait(outcome, wish) is not { } wait)
        {
            if (outcome == Outcome.Pause)
                DropAll(DropReason.Rejected, answer);
            else
                _journal.Dropped(_parts.Pop().Messages, DropReason.RetryExpired, answer);
            return;
        }

        _journal.Postponed(part.Messages, outcome, answer);
        var failure = outcome == Outcome.Pause ? Failure.Refused : answer.IsUnreachable ? Failure.Unreachable : Failure.Passing;
        if (!await _stop.WaitAsync(this, wait, failure, _failuresAtShutdown, drain).ConfigureAwait(false))
            await _stop.HoldAsync().ConfigureAwait(false);
    }

    // The others of the batch may have been lost for reasons of their own, which shows nothing about those set aside: they
    // are sent again then.
    bool HasPart()
    {
        if (_parts.Count == 0)
            Push(_suspects.Acquit());
        return _parts.Count > 0;
    }

    // The head of the part, as large as passes; the rest follows.
    Part Cut(Part part)
    {
        var count = _size.Cut(part.Messages.Span);
        if (count == part.Messages.Length)
            return part;

        _parts.Push(part with { Messages = part.Messages.Slice(count) });
        return part with { Messages = part.Messages.Slice(0, count) };
    }

    void Halve(Part part)
    {
        var half = part.Messages.Length / 2;
        _parts.Push(part with { Messages = part.Messages.Slice(half) });
        _parts.Push(part with { Messages = part.Messages.Slice(0, half) });
    }

    void Push(IReadOnlyList<Part> parts)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
            _parts.Push(parts[i]);
    }

    void Drop(IReadOnlyList<(Part Part, Answer Answer)> refused)
    {
        foreach (var (part, answer) in refused)
            _journal.Dropped(part.Messages, DropReason.Rejected, answer);
    }

    // Suspects first: they are older than what is left on the stack.
    void DropAll(DropReason reason, Answer? answer)
    {
        Push(_suspects.Acquit());
        while (_parts.Count > 0)
            _journal.Dropped(_parts.Pop().Messages, reason, answer);
    }
}
