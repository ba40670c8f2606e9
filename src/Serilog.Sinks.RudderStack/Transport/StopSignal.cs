using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>What a failed attempt says about the next one, while the sink is being disposed.</summary>
enum Failure
{
    /// <summary>Nothing in particular: the data plane may be available again soon.</summary>
    Passing,

    /// <summary>Nobody answers at the address: no connection, no such host, no secure connection.</summary>
    Unreachable,

    /// <summary>Key, source or URL is refused; only a person can fix that.</summary>
    Refused,
}

/// <summary>The course of a shutdown, as the senders of all lanes see it.</summary>
/// <remarks>
/// <para>
/// One clock for the sink, which any acknowledgement resets. Sending goes on while messages are acknowledged, for
/// <c>ShutdownTimeout</c> in all, and ends when the clock reaches <c>ShutdownStallTimeout</c>, or twice the slowest answer
/// acknowledged lately if that is longer (but not longer than a request may take).
/// </para>
/// <para>
/// <see cref="CutWaits"/> ends the waits that are under way, and one attempt follows each. A lane whose next attempt would
/// come too late holds its messages until <see cref="End"/>; the owner ends the shutdown when all lanes with work hold.
/// </para>
/// <para>
/// A drain goes by the same clock. A disposal that follows it at once goes on with the clock, so that a host that drains and
/// then disposes takes no longer than a disposal alone.
/// </para>
/// </remarks>
sealed class StopSignal : IDisposable
{
    const int UnreachableAttempts = 2;

    static readonly TimeSpan UnreachableLimit = TimeSpan.FromSeconds(3);
    static readonly TimeSpan ProbeWait = TimeSpan.FromSeconds(1);

    // From the end of a host's drain to the disposal of its services.
    static readonly TimeSpan SameEnd = TimeSpan.FromSeconds(5);

    readonly object _lock = new();
    readonly TimeProvider _timeProvider;
    readonly TimeSpan _timeout;
    readonly TimeSpan _stallTimeout;
    readonly TimeSpan _requestTimeout;
    readonly CancellationTokenSource _begun = new();
    readonly CancellationTokenSource _aborted = new();
    readonly TaskCompletionSource<bool> _over = NewSignal();

    // Guarded by the lock.
    readonly RecentMaximum _slowest;
    TaskCompletionSource<bool> _changed = NewSignal();
    TaskCompletionSource<bool> _refusalOver = NewSignal();

    // Renewed by each drain, and never disposed: senders ask for its token to the end.
    CancellationTokenSource _draining = new();
    object? _prober;
    long? _drained;
    long _beginning;
    long _acknowledged;
    int _holding;
    bool _endRequested;

    volatile bool _hasBegun;
    volatile bool _isOver;

    public StopSignal(SinkSettings settings)
    {
        _timeProvider = settings.TimeProvider;
        _timeout = settings.ShutdownTimeout;
        _stallTimeout = settings.ShutdownStallTimeout;
        _requestTimeout = settings.RequestTimeout;
        _slowest = new RecentMaximum(_timeProvider);
        Begun = _begun.Token;
        Aborted = _aborted.Token;
    }

    /// <summary>Ends the requests under way when the shutdown ends.</summary>
    public CancellationToken Aborted { get; }

    /// <summary>Whether the sink is being disposed.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Whether no request may begin any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>How long the shutdown lasts, the drain that it follows included.</summary>
    public TimeSpan SinceBeginning
    {
        get
        {
            lock (_lock)
                return _timeProvider.GetElapsedTime(_beginning);
        }
    }

    /// <summary>What is left until the shutdown ends if nothing is acknowledged meanwhile; below zero when it is overdue.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                var stallLimit = Longer(_stallTimeout, Shorter(_slowest.Value + _slowest.Value, _requestTimeout));
                return Shorter(_timeout - _timeProvider.GetElapsedTime(_beginning), stallLimit - SinceAcknowledged);
            }
        }
    }

    /// <summary>The same where nobody can be reached.</summary>
    public TimeSpan LeftUnreachable
    {
        get
        {
            lock (_lock)
                return UnreachableLimit - SinceAcknowledged;
        }
    }

    /// <summary>Cancelled by the next drain. Who has failed takes it before anybody hears of the failure, and gives it to the wait: a drain in between cuts that, too.</summary>
    public CancellationToken NextDrain
    {
        get
        {
            lock (_lock)
                return _draining.Token;
        }
    }

    // Tokens are kept, because a sender may still ask after the sources have been disposed.
    CancellationToken Begun { get; }

    // The caller holds the lock.
    TimeSpan SinceAcknowledged => _timeProvider.GetElapsedTime(_acknowledged);

    /// <summary>Starts the clock, or goes on with that of a drain that has just ended in vain.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_drained is not { } drained || _timeProvider.GetElapsedTime(drained) > SameEnd)
                _beginning = _acknowledged = _timeProvider.GetTimestamp();
        }

        _hasBegun = true;
    }

    /// <summary>Ends the waits under way, after <see cref="Begin"/>; senders may go on inside this call.</summary>
    public void CutWaits() => _begun.Cancel();

    /// <summary>Starts the clock for a drain, and ends the waits under way: the attempts that follow show whether there is a chance.</summary>
    public void BeginDrain()
    {
        CancellationTokenSource waits;
        lock (_lock)
        {
            _beginning = _acknowledged = _timeProvider.GetTimestamp();
            (waits, _draining) = (_draining, new CancellationTokenSource());
        }

        waits.Cancel();
    }

    /// <summary>Ends a drain.</summary>
    /// <param name="isInVain">Whether something is left.</param>
    public void EndDrain(bool isInVain)
    {
        lock (_lock)
            _drained = isInVain ? _timeProvider.GetTimestamp() : null;
    }

    /// <summary>Lets no request begin any more, and ends those under way and the lanes that hold.</summary>
    /// <remarks>Requests end on another thread: what a user's HTTP handler has registered runs there, and may throw or block.</remarks>
    public void End()
    {
        _isOver = true;
        _over.TrySetResult(true);
        _ = Task.Run(Abort);
    }

    /// <summary>Messages were acknowledged, after this time: the clock starts anew, and nothing is refused any more.</summary>
    public void Acknowledged(TimeSpan answerTime)
    {
        lock (_lock)
        {
            _slowest.Add(answerTime);
            _acknowledged = _timeProvider.GetTimestamp();
            if (_prober is null)
                return;
            _prober = null;
            Renew(ref _refusalOver);
        }
    }

    /// <summary>Ends when a lane begins to hold, or when a sender has found that there is no use in going on.</summary>
    /// <param name="holding">The number of lanes that hold now.</param>
    /// <param name="endRequested">Whether a sender has asked for the end.</param>
    public Task WhenChangedAsync(out int holding, out bool endRequested)
    {
        lock (_lock)
        {
            holding = _holding;
            endRequested = _endRequested;
            return _changed.Task;
        }
    }

    /// <summary>Waits before an attempt, as long as the shutdown lets it; false when there must be none. Never throws.</summary>
    /// <param name="sender">Who waits.</param>
    /// <param name="wait">The wait that the schedule says.</param>
    /// <param name="failure">What the last attempt showed.</param>
    /// <param name="failures">The attempts of this sender that failed since the shutdown began.</param>
    /// <param name="drain">Of <see cref="NextDrain"/>.</param>
    public async Task<bool> WaitAsync(object sender, TimeSpan wait, Failure failure, int failures, CancellationToken drain)
    {
        // A wait that the shutdown cuts, if it comes.
        if (!_hasBegun || failures == 0)
        {
            await DelayUntilCutAsync(wait, drain).ConfigureAwait(false);
            return !_hasBegun || failure != Failure.Refused || await MayProbeAsync(sender, TimeSpan.Zero).ConfigureAwait(false);
        }

        if (failure == Failure.Refused)
            return await MayProbeAsync(sender, ProbeWait).ConfigureAwait(false);

        var left = Left;
        if (failure == Failure.Unreachable)
        {
            left = Shorter(left, LeftUnreachable);
            if (failures < UnreachableAttempts)
                wait = Shorter(wait, left);
        }

        if (wait > left)
            return false;
        await DelayAsync(wait, Aborted).ConfigureAwait(false);
        return !_isOver;
    }

    /// <summary>Keeps a lane's messages until the shutdown ends.</summary>
    public Task HoldAsync()
    {
        lock (_lock)
        {
            _holding++;
            Renew(ref _changed);
        }

        return _over.Task;
    }

    public void Dispose()
    {
        _begun.Dispose();
        _aborted.Dispose();
    }

    // One attempt for the whole sink: a command-line tool with a wrong key must not hang. The other lanes wait for its result.
    async Task<bool> MayProbeAsync(object sender, TimeSpan wait)
    {
        Task refusalOver;
        lock (_lock)
        {
            if (ReferenceEquals(_prober, sender))
            {
                _endRequested = true;
                Renew(ref _changed);
                return false;
            }

            refusalOver = _prober is null ? Task.CompletedTask : _refusalOver.Task;
            _prober ??= sender;
        }

        if (refusalOver.IsCompleted)
            await DelayAsync(wait, Aborted).ConfigureAwait(false);
        else
            await Task.WhenAny(refusalOver, _over.Task).ConfigureAwait(false);
        return !_isOver;
    }

    // By a drain or by the shutdown.
    async Task DelayUntilCutAsync(TimeSpan wait, CancellationToken drain)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Begun, drain);
        await DelayAsync(wait, either.Token).ConfigureAwait(false);
    }

    async Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
            return;
        try
        {
            await _timeProvider.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The shutdown goes on.
        }
    }

    void Abort()
    {
        try
        {
            _aborted.Cancel();
        }
        catch (Exception)
        {
            // What a user's HTTP handler had registered threw, or the sink is disposed by now. The others have been notified.
        }
    }

    static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    static void Renew(ref TaskCompletionSource<bool> signal)
    {
        var ended = signal;
        signal = NewSignal();
        ended.TrySetResult(true);
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
