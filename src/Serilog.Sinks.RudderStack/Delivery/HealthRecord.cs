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
    volatile Answer? _lastFailure;

    public HealthRecord(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>What is refused as such, until something is delivered.</summary>
    public string? Refusal
    {
        get => Volatile.Read(ref _refusal);
        private set => Volatile.Write(ref _refusal, value);
    }

    /// <summary>How the last attempt failed; null if somebody took it, or refused what stood in it.</summary>
    public Answer? LastFailure => _lastFailure;

    /// <summary>Whether the last attempt reached nobody.</summary>
    public bool IsUnreachable => _lastFailure is { IsUnreachable: true };

    /// <summary>An attempt has ended; what it came to follows.</summary>
    public void Attempted()
    {
        if (_lastFailure is not null)
            _lastFailure = null;
    }

    public void Refused(Answer answer, string refusal) => (_lastFailure, Refusal) = (answer, refusal);

    public void Failed(Answer answer) => _lastFailure = answer;

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
