namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>When the outbox is to be tidied. One thread, but for what counts.</summary>
sealed class Maintenance
{
    /// <summary>Free pages that the file keeps: it would only grow again.</summary>
    public const long KeptFreeBytes = 4 * 1024 * 1024;

    /// <summary>The pages of a write-ahead log that is to begin anew, 32 MiB.</summary>
    public const int LongLog = 8192;

    // About 4 MiB of the log.
    const int CheckpointRows = 500;

    static readonly TimeSpan CheckpointPeriod = TimeSpan.FromSeconds(1);
    static readonly TimeSpan VacuumPeriod = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan ExpiryPeriod = TimeSpan.FromMinutes(1);

    // How far the clock on the wall may go from the one that nobody sets, and how long it is not believed after that. A clock
    // that jumps a year ahead, or is wrong at the start, would let everything expire.
    static readonly TimeSpan Jump = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    int _written;
    long _lastCheckpoint;
    long _lastVacuum;
    (DateTimeOffset Wall, long Steady)? _settled;
    (DateTimeOffset Wall, long Steady) _lastExpiry;

    /// <summary>Counts rows that were written, on any thread; whether a checkpoint has become due.</summary>
    public bool HasWritten(int rows)
    {
        var written = Interlocked.Add(ref _written, rows);
        return written >= CheckpointRows && written - rows < CheckpointRows;
    }

    public bool IsCheckpointDue()
    {
        var written = Volatile.Read(ref _written);
        if (written == 0 || (written < CheckpointRows && !IsDue(ref _lastCheckpoint, CheckpointPeriod)))
            return false;
        Interlocked.Add(ref _written, -written);
        _lastCheckpoint = TimeProvider.System.GetTimestamp();
        return true;
    }

    public bool IsVacuumDue() => IsDue(ref _lastVacuum, VacuumPeriod);

    /// <summary>Whether the clock is to be believed, and it is time.</summary>
    public bool MayExpire(TimeProvider timeProvider)
    {
        var now = (Wall: timeProvider.GetUtcNow(), Steady: timeProvider.GetTimestamp());
        if (_settled is not { } settled)
        {
            _settled = _lastExpiry = now;
            return false;
        }

        var passed = timeProvider.GetElapsedTime(settled.Steady, now.Steady);
        if ((now.Wall - settled.Wall - passed).Duration() > Jump)
        {
            _settled = now;
            return false;
        }

        if (passed < Settling || timeProvider.GetElapsedTime(_lastExpiry.Steady, now.Steady) < ExpiryPeriod)
            return false;
        _lastExpiry = now;
        return true;
    }

    static bool IsDue(ref long last, TimeSpan period)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (last != 0 && TimeProvider.System.GetElapsedTime(last, now) < period)
            return false;
        last = now;
        return true;
    }
}
