using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Remembers, of one sink, what a health check or the shutdown asks for later: the last failure, and losses for an hour.</summary>
sealed class HealthRecord
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // Losses within one second are one entry for each reason, so that an outage costs little.
    static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    readonly object _lock = new();
    readonly TimeProvider _timeProvider;
    readonly Queue<Loss> _losses = new();
    Loss? _latest;
    string? _refusal;
    volatile FailedAttempt? _lastFailure;

    public HealthRecord(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>What is refused as such, until something is delivered.</summary>
    public string? Refusal
    {
        get => Volatile.Read(ref _refusal);
        private set => Volatile.Write(ref _refusal, value);
    }

    /// <summary>How the last attempt failed; null if somebody took it, or refused what stood in it.</summary>
    public FailedAttempt? LastFailure => _lastFailure;

    /// <summary>Whether the last attempt reached nobody.</summary>
    public bool IsUnreachable => _lastFailure is { Answer.IsUnreachable: true };

    /// <summary>An attempt has ended. If it failed, that follows.</summary>
    public void Attempted() => _lastFailure = null;

    /// <param name="answer">The answer.</param>
    /// <param name="refusal">What it refuses as such, in words; null if the failure may pass by itself.</param>
    public void Failed(Answer answer, string? refusal)
    {
        _lastFailure = new FailedAttempt(answer, IsRefusal: refusal is not null);
        if (refusal is not null)
            Refusal = refusal;
    }

    public void Delivered()
    {
        if (Refusal is not null)
            Refusal = null;
    }

    public void Lost(DropReason reason, int count)
    {
        if (reason is DropReason.Invalid or DropReason.Oversize or DropReason.Filtered)
            return;

        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            if (_latest is null || _timeProvider.GetElapsedTime(_latest.Since, now) >= Step)
            {
                _latest = new Loss(now);
                _losses.Enqueue(_latest);
                while (_timeProvider.GetElapsedTime(_losses.Peek().Since, now) > Longest)
                    _losses.Dequeue();
            }

            _latest.Counts[(int)reason] += count;
        }
    }

    /// <summary>Adds what was lost within a time to the counts, which have a place for each reason.</summary>
    public void AddLost(TimeSpan window, long[] counts)
    {
        lock (_lock)
        {
            foreach (var loss in _losses)
            {
                if (_timeProvider.GetElapsedTime(loss.Since) > window)
                    continue;
                for (var reason = 0; reason < counts.Length; reason++)
                    counts[reason] += loss.Counts[reason];
            }
        }
    }

    sealed class Loss(long since)
    {
        public long Since { get; } = since;

        public long[] Counts { get; } = new long[DropReasons.Count];
    }
}

/// <summary>An attempt that could not be settled by its answer.</summary>
/// <param name="Answer">The answer, or the fault before there was one.</param>
/// <param name="IsRefusal">Whether key, source or URL must be fixed; it does not pass by itself.</param>
sealed record FailedAttempt(Answer Answer, bool IsRefusal);
