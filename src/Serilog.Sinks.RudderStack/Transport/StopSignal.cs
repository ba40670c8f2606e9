using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>The course of a shutdown, as the senders see it.</summary>
/// <remarks>
/// Until <see cref="Begin"/>, waits last as long as they are. Then current waits end at once. For the first half of the
/// time sending goes on in order, with waits of at most one second; in the second half a failed batch is not tried again,
/// so that those behind it get their attempt. At the end <see cref="Aborted"/> ends the requests under way.
/// </remarks>
sealed class StopSignal : IDisposable
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    readonly TimeProvider _timeProvider;
    readonly TimeSpan _timeout;
    readonly CancellationTokenSource _begun = new();
    readonly CancellationTokenSource _aborted = new();
    long _beginning;
    volatile bool _isOver;

    public StopSignal(TimeProvider timeProvider, TimeSpan timeout)
    {
        _timeProvider = timeProvider;
        _timeout = timeout;
        Begun = _begun.Token;
        Aborted = _aborted.Token;
    }

    /// <summary>Ends what is still under way when the time is up.</summary>
    public CancellationToken Aborted { get; }

    /// <summary>Whether no request may begin any more.</summary>
    public bool IsOver => _isOver;

    // Tokens are kept, because a sender may still ask after the sources have been disposed.
    CancellationToken Begun { get; }

    /// <summary>Whether a failed batch gets no further attempt.</summary>
    public bool IsLastRound => Begun.IsCancellationRequested && (Aborted.IsCancellationRequested || Left <= TimeSpan.Zero);

    // What is left of the first half.
    TimeSpan Left => TimeSpan.FromTicks(_timeout.Ticks / 2) - _timeProvider.GetElapsedTime(Volatile.Read(ref _beginning));

    public void Begin()
    {
        Volatile.Write(ref _beginning, _timeProvider.GetTimestamp());
        _begun.Cancel();
    }

    /// <summary>Lets no request begin any more. Runs nobody else's code, so it returns at once.</summary>
    public void GiveUp() => _isOver = true;

    /// <summary>Gives up, and ends the requests under way. Never throws.</summary>
    public void Abort()
    {
        GiveUp();
        try
        {
            _aborted.Cancel();
        }
        catch (AggregateException)
        {
            // The user's HTTP handler gets the token, and what it registered threw; everybody has been told all the same.
        }
    }

    /// <summary>Waits before an attempt, as long as the shutdown lets it. Never throws.</summary>
    public async Task WaitAsync(TimeSpan wait)
    {
        if (!Begun.IsCancellationRequested)
        {
            await DelayAsync(wait, Begun).ConfigureAwait(false);
            return;
        }

        var left = Left;
        if (left > TimeSpan.Zero)
            await DelayAsync(Shortest(wait, LongestWait, left), Aborted).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _begun.Dispose();
        _aborted.Dispose();
    }

    static TimeSpan Shortest(TimeSpan a, TimeSpan b, TimeSpan c)
    {
        var shorter = a < b ? a : b;
        return shorter < c ? shorter : c;
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
}
