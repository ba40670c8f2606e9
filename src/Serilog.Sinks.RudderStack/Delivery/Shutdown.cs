using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Ends a sink: sends what was accepted as long as that has a chance, then counts what is left, then hands it over.</summary>
/// <remarks>
/// Runs in the thread pool, by the rules of <see cref="StopSignal"/> and <see cref="Delivery.HandOver"/>. A thread that
/// disposes synchronously watches the same two clocks, so that a program that starves its thread pool is not held for longer.
/// </remarks>
sealed class Shutdown
{
    // An orchestrator may kill the process before the end. A close that takes no longer than this is no news.
    static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(5);

    // For the watching thread: what timers and the thread pool may be late.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>The time for what is stored, which stays there.</summary>
    public static readonly TimeSpan StoredLimit = TimeSpan.FromSeconds(5);
    static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(100);

    readonly TimeProvider _timeProvider;
    readonly Lane[] _lanes;
    readonly Ledger _ledger;
    readonly ShutdownJournal _journal;
    readonly StopSignal _stop;
    readonly StoredMessages? _stored;
    readonly Action _ended;
    readonly Lazy<Task> _run;
    int _abandoned;

    /// <param name="settings">The settings of the sink.</param>
    /// <param name="lanes">Its lanes.</param>
    /// <param name="ledger">Its ledger.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="stop">What its senders see of the shutdown.</param>
    /// <param name="stored">What it stores, if it does.</param>
    /// <param name="ended">Frees what the sink holds besides; may be called twice.</param>
    public Shutdown(SinkSettings settings, Lane[] lanes, Ledger ledger, ShutdownJournal journal, StopSignal stop, StoredMessages? stored, Action ended)
    {
        _timeProvider = settings.TimeProvider;
        _lanes = lanes;
        _ledger = ledger;
        _journal = journal;
        _stop = stop;
        _stored = stored;
        _ended = ended;
        _run = new Lazy<Task>(Begin);
    }

    /// <summary>Begins, once, and waits for the end; for as long as the rules say if that does not come.</summary>
    /// <remarks>Inside a hook or the user's HTTP handler it does not wait: it would be for itself.</remarks>
    public void Run()
    {
        var run = _run.Value;
        while (!DeliveryPath.IsCurrent && !Blocking.Wait(run, WatchPeriod))
        {
            if (Volatile.Read(ref _abandoned) == 0 ? _stop.Left > -Grace : _journal.HandOverLeft > -Grace)
                continue;

            if (Abandon())
                continue;
            _journal.EndHandOver(isHeldUp: Array.Exists(_lanes, static lane => lane.HasWork));
            _ended();
            return;
        }
    }

    /// <summary>As <see cref="Run"/>, without holding a thread.</summary>
    public Task RunAsync()
    {
        var run = _run.Value;
        return DeliveryPath.IsCurrent ? Task.CompletedTask : run;
    }

    // What needs no other thread happens on the caller's, since the pool may have none.
    Task Begin()
    {
        _ledger.Close();
        _stop.Begin();
        if (_stored is not null || _ledger.Pending > 0 || Array.Exists(_lanes, static lane => lane.HasWork))
            return Task.Run(SettleAsync);

        Free();
        return Task.CompletedTask;
    }

    void Free()
    {
        foreach (var lane in _lanes)
            lane.Dispose();

        // Not while requests are being ended.
        if (!_stop.IsOver)
            _stop.Dispose();
        _ended();
    }

    // Never throws.
    async Task SettleAsync()
    {
        foreach (var lane in _lanes)
            lane.Close();
        _stop.CutWaits();
        _stored?.Hurry();
        var isSent = await TrySendAsync().ConfigureAwait(false);
        if (_stored is not null)
            await _stored.StopAsync().ConfigureAwait(false);
        if (!isSent || _stored is not null)
        {
            Abandon();
            await HandOverAsync().ConfigureAwait(false);
        }

        Free();
    }

    // False when the rules end it before everything is settled.
    async Task<bool> TrySendAsync()
    {
        var started = _timeProvider.GetTimestamp();
        var nextReport = FirstReport;
        var unsettled = Unsettled();
        while (unsettled.Count > 0 || _ledger.PendingInLanes > 0 || _stored is { IsEmpty: false })
        {
            var changed = _stop.WhenChangedAsync(out var holding, out var endRequested);
            var left = _stop.Left;
            if (_stored is not null && _ledger.PendingInMemory == 0 && StoredLimit - _stop.SinceBeginning is var storedLeft && storedLeft < left)
                left = storedLeft;
            if (endRequested || left <= TimeSpan.Zero || (holding > 0 && holding >= unsettled.Count))
                return false;

            var untilReport = nextReport - _timeProvider.GetElapsedTime(started);
            if (untilReport <= TimeSpan.Zero)
            {
                _journal.ReportPending(nextReport);
                nextReport += ReportPeriod;
            }
            else if (unsettled.Count > 0)
            {
                await WaitAsync([.. unsettled, changed], left < untilReport ? left : untilReport).ConfigureAwait(false);
                unsettled.RemoveAll(static lane => lane.IsCompleted);
            }
            else
            {
                // A thread that was admitted before the sink closed, or the loop of the store, has not reached a lane yet.
                // By the clock of the loop, which is no virtual one.
                if (_stored is null)
                    await Task.Yield();
                else
                    await TimeProvider.System.WaitAsync(Glance, CancellationToken.None).ConfigureAwait(false);
                unsettled = Unsettled();
            }
        }

        return true;
    }

    async Task HandOverAsync()
    {
        var unsettled = Unsettled();
        while (unsettled.Count > 0 && _journal.HandOverLeft is var left && left > TimeSpan.Zero)
        {
            await WaitAsync(unsettled, left).ConfigureAwait(false);
            unsettled.RemoveAll(static lane => lane.IsCompleted);
        }

        _journal.EndHandOver(isHeldUp: unsettled.Count > 0);
    }

    // Counts what is left before it is handed over. Once, by whichever thread finds the time to be over.
    bool Abandon()
    {
        if (Interlocked.Exchange(ref _abandoned, 1) != 0)
            return false;

        _journal.Abandon();
        _stop.End();
        return true;
    }

    List<Task> Unsettled() => Array.ConvertAll(_lanes, static lane => lane.FlushAsync(CancellationToken.None)).Where(static lane => !lane.IsCompleted).ToList();

    async Task WaitAsync(IEnumerable<Task> tasks, TimeSpan limit)
    {
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(tasks.Append(_timeProvider.WaitAsync(limit, enough.Token))).ConfigureAwait(false);
        enough.Cancel();
    }
}
