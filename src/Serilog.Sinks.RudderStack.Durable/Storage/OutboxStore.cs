using System.Net;
using Microsoft.Extensions.Configuration;
using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>The outbox of one sink: a file of SQLite between its log calls and its lanes.</summary>
/// <remarks>
/// <para>
/// Log calls share commits (<see cref="CommitQueue"/>). One loop of the sink takes messages (<see cref="OutboxReader"/>), and
/// does on the way what else is to be done: it opens the file again, takes partitions, and tidies up.
/// </para>
/// <para>
/// Whatever SQLite says, nothing is thrown: the sink then keeps messages in memory. Two locks, always taken in this order: one
/// for writing, one for reading. The host is called under none (<see cref="Afterwards"/>), but for its accounts.
/// </para>
/// </remarks>
sealed class OutboxStore : MessageStore
{
    // Deletions share the writer with log calls, and let one in between.
    const int DeletedAtOnce = 100;

    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    readonly string _path;
    readonly RudderStackOutboxOptions _options;
    readonly long _writer = BitConverter.ToInt64(Guid.NewGuid().ToByteArray(), 0);
    readonly object _writeLock = new();
    readonly object _readLock = new();
    readonly CommitQueue _commits;
    readonly Partitions _partitions;
    readonly OutboxOpener _opener;
    readonly OutboxReader _reader;
    readonly OutboxLimits _limits;
    readonly Maintenance _maintenance = new();

    // Of these the data plane has acknowledged all, or rejected some whose dead letter is lost.
    readonly List<long> _undeleted = [];
    IMessageStoreHost _host = null!;

    // Null while the file is unavailable. Changed under both locks.
    volatile Connections? _open;
    volatile bool _isClosed;
    string? _trouble;
    bool _lockFailed;
    long _lastAttempt;
    long _opened;
    long _lastLock;
    long _lastId;
    int _generation;

    public OutboxStore(string path, RudderStackOutboxOptions options)
    {
        _path = Path.GetFullPath(path);
        _options = options;
        _partitions = new Partitions(_path, options.Name);
        _opener = new OutboxOpener(_path, options, _partitions);
        _reader = new OutboxReader(_partitions, _writer);
        _limits = new OutboxLimits(options, _partitions, _reader, _readLock);
        _commits = new CommitQueue(Write);
    }

    public override bool IsFirst => _options.Mode == OutboxMode.Always;

    /// <param name="path">The path that code or an argument gives; that of the section counts without one.</param>
    /// <param name="section">The section of the outbox's options.</param>
    /// <param name="configure">Sets options over what the section says.</param>
    /// <exception cref="ArgumentException">At least one option is wrong; the message has a line for each.</exception>
    public static OutboxStore Create(string? path, IConfiguration? section, Action<RudderStackOutboxOptions>? configure)
    {
        var options = new RudderStackOutboxOptions();
        var faults = new List<string>();
        var written = OutboxSection.Read(section, options, faults);
        path ??= written;
        configure?.Invoke(options);
        options.Check(path, faults);
        return new OutboxStore(path!, options);
    }

    public override void Open(IMessageStoreHost host)
    {
        _host = host;
        Take(limit: 0, static (_, _, _, _, _) => { });
    }

    public override StoreOutcome TryAppend(ReadOnlySpan<byte> json, int userHash, bool callsHooks, bool mayWait, out int generation)
    {
        generation = 0;
        if (_open is null)
            return StoreOutcome.Unavailable;

        var append = new Append(json, userHash, callsHooks, mayWait);
        var interrupted = false;
        while (true)
        {
            _commits.Commit(append, ref interrupted);
            if (append.Outcome != StoreOutcome.Full || !mayWait || interrupted || _isClosed)
                break;
            _commits.WaitForRoom(ref interrupted);
        }

        if (interrupted)
            Thread.CurrentThread.Interrupt();
        generation = append.Generation;
        return append.Outcome!.Value;
    }

    public override int Take(int limit, MessageTaker taker)
    {
        var after = new Afterwards(_host);
        _reader.Begin();
        try
        {
            if (_open is not null || TryOpen(after))
            {
                TakePartitions(after);
                Maintain(after);
                Read(limit, after);
            }
        }
        catch (Exception exception) when (exception is SqliteFault or IOException or UnauthorizedAccessException)
        {
            Fail(exception, after);
        }

        foreach (var row in _reader.Rows)
            taker(row.Id, _reader.JsonOf(row), row.UserHash, row.CallsHooks, row.IsRecovered);
        after.Run();
        return _reader.Rows.Count;
    }

    public override void Delivered(IReadOnlyList<long> ids) => Settle(ids, static (_, _) => { });

    public override void Rejected(IReadOnlyList<long> ids, string reason, HttpStatusCode? status, string? answer) =>
        Settle(ids, (open, id) => Bury(open, id, reason, (int?)status, answer));

    public override void Close()
    {
        lock (_writeLock)
            lock (_readLock)
            {
                _isClosed = true;
                if (_open is { } open)
                {
                    try
                    {
                        DeleteWhatIsLeft(open);
                        open.Writer.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
                    }
                    catch (SqliteFault)
                    {
                        // The next to open the file does it.
                    }

                    _open = null;
                    open.Dispose();
                }

                _partitions.Release();
            }

        var interrupted = false;
        _commits.RoomMade(ref interrupted);
    }

    // On the thread of one log call, for all that wait.
    Afterwards Write(List<Append> together, StoreOutcome[] outcomes, ref bool interrupted)
    {
        var after = new Afterwards(_host);
        var outcome = StoreOutcome.Unavailable;
        Gate.Enter(_writeLock, ref interrupted);
        try
        {
            if (_open is { } open)
                outcome = TryWrite(open, together, after) ? StoreOutcome.Stored : StoreOutcome.Full;
        }
        catch (Exception exception)
        {
            // Short of memory, for example: the log call goes on with what is in memory.
            Fail(exception, after);
        }
        finally
        {
            for (var i = 0; i < outcomes.Length; i++)
            {
                var isAnothers = outcome == StoreOutcome.Stored && !_partitions.Owns(Partitions.Of(together[i].UserHash));
                outcomes[i] = isAnothers ? StoreOutcome.StoredForAnother : outcome;
                together[i].Generation = _generation;
            }

            Monitor.Exit(_writeLock);
        }

        return after;
    }

    // All or nothing; false when there is no room.
    bool TryWrite(Connections open, List<Append> together, Afterwards after)
    {
        var bytes = together.Sum(static append => append.Length + OutboxLimits.RowBytes);
        if (!_limits.HasRoom(open, bytes, mayDrop: together.Exists(static append => !append.MayWait), _host.WantsDropped, after))
            return false;

        var now = _host.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        open.Begin.Run();
        var last = open.LastId;
        foreach (var append in together)
            open.Insert(++last, append.UserHash, append.CallsHooks, _writer, now, append.Json);

        open.Commit.Run();
        _lastId = last;
        _limits.Added(bytes);
        if (_maintenance.HasWritten(together.Count))
            after.Notify();
        return true;
    }

    void Settle(IReadOnlyList<long> ids, Action<Connections, long> before)
    {
        var after = new Afterwards(_host);
        var interrupted = false;
        for (var done = 0; done < ids.Count; done += DeletedAtOnce)
        {
            // An interrupt that the user's code has left on the lane's thread must not leave rows behind, to be sent again.
            Gate.Enter(_writeLock, ref interrupted);
            try
            {
                if (!TrySettle([.. ids.Skip(done).Take(DeletedAtOnce)], before, after))
                {
                    _undeleted.AddRange(ids.Skip(done));
                    break;
                }
            }
            finally
            {
                Monitor.Exit(_writeLock);
            }
        }

        after.Run();
        _commits.RoomMade(ref interrupted);
    }

    // Under the lock for writing.
    bool TrySettle(long[] ids, Action<Connections, long> before, Afterwards after)
    {
        if (_open is not { } open)
            return false;

        try
        {
            open.Writer.InTransaction(() =>
            {
                foreach (var id in ids)
                    before(open, id);
                open.Delete(ids);
            });
            _maintenance.HasWritten(1);
            return true;
        }
        catch (SqliteFault fault)
        {
            Fail(fault, after);
            return false;
        }
    }

    // Under the lock for writing.
    void Bury(Connections open, long id, string reason, int? status, string? answer) =>
        open.Bury(id, _host.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(), reason, status, answer, _options.DeadLetterLimit);

    // Under the lock for writing.
    void DeleteWhatIsLeft(Connections open)
    {
        if (_undeleted.Count == 0)
            return;
        open.Writer.InTransaction(() => open.Delete(_undeleted));
        _undeleted.Clear();
    }

    void Read(int limit, Afterwards after)
    {
        SqliteFault? fault = null;
        lock (_readLock)
        {
            if (_open is not { } open || _partitions.AreNoneOwned || limit <= 0)
                return;
            try
            {
                _reader.Read(open, limit);
            }
            catch (SqliteFault found)
            {
                // What was read before it goes on.
                fault = found;
            }
        }

        if (fault is not null)
            Fail(fault, after);
        Remove(_reader.Damaged, isBuried: true, after);
        after.Drop(_reader.Damaged, DropReason.Rejected, "their rows in the outbox have changed on disk; they are among its dead letters.");
        Remove(_reader.Deleted, isBuried: false, after);
        after.Drop(_reader.Deleted, DropReason.Filtered, "they were deleted from the outbox at the program's request.");
    }

    void Remove(List<Gone> gone, bool isBuried, Afterwards after)
    {
        if (gone.Count == 0)
            return;

        long[] ids = [.. gone.Select(static one => one.Id)];
        lock (_writeLock)
        {
            if (!TrySettle(ids, BuryDamaged, after))
                _undeleted.AddRange(ids);
        }

        void BuryDamaged(Connections open, long id)
        {
            if (isBuried)
                Bury(open, id, "damaged", null, "the row of the outbox has changed on disk: its checksum is wrong.");
        }
    }

    bool TryOpen(Afterwards after)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (_lastAttempt != 0 && TimeProvider.System.GetElapsedTime(_lastAttempt, now) < Again)
            return false;
        _lastAttempt = now;
        lock (_writeLock)
            lock (_readLock)
            {
                if (_isClosed)
                    return false;
                Connections? open = null;
                try
                {
                    open = _opener.Open(_host.TimeProvider.GetUtcNow(), Math.Max(_lastId, _reader.Position), _reader.FirstUnread, after.Report, out var isAnother);
                    if (isAnother)
                        LeaveStored(after);
                    _limits.Begin(open);
                    _lastId = Math.Max(_lastId, open.LastId);
                    DeleteWhatIsLeft(open);
                    _open = open;
                    _opened = now;
                    return true;
                }
                catch (Exception exception) when (exception is SqliteFault or OutboxRefused or IOException or UnauthorizedAccessException or DllNotFoundException or TypeInitializationException or NotSupportedException)
                {
                    open?.Dispose();
                    ReportTrouble(exception, after);
                    return false;
                }
            }
    }

    // Under both locks. What was stored in the file that is no longer at its place is out of reach; what of it was saved is
    // recovered by whoever sends it.
    void LeaveStored(Afterwards after)
    {
        _undeleted.Clear();
        _reader.ForgetBacklog();
        _generation++;
        after.Transferred(_host.LeaveStored());
    }

    // The loop opens the file again, and replaces it if it is damaged: a log call would wait for that.
    void Fail(Exception exception, Afterwards after)
    {
        lock (_writeLock)
            lock (_readLock)
            {
                _open?.Dispose();
                _open = null;
                _lastAttempt = TimeProvider.System.GetTimestamp();
                if (exception is not SqliteFault { IsCorruption: true })
                {
                    ReportTrouble(exception, after);
                    return;
                }

                _opener.FoundDamaged();
                _lastAttempt = 0;
                after.Notify();
            }
    }

    void ReportTrouble(Exception exception, Afterwards after)
    {
        var trouble = Troubles.Describe(exception);
        if (_trouble == trouble)
            return;
        _trouble = trouble;
        after.Report($"the outbox {_path} is unavailable: {trouble} Until then messages are kept in memory, and would be lost with the process.");
    }

    void TakePartitions(Afterwards after)
    {
        if (_open is null || _partitions.AreAllOwned || (_lastLock != 0 && TimeProvider.System.GetElapsedTime(_lastLock) < Again))
            return;
        _lastLock = TimeProvider.System.GetTimestamp();

        List<int> locked;
        var areTheFirst = _partitions.AreNoneOwned;
        try
        {
            locked = _partitions.TryLock();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_lockFailed)
                after.Report($"nothing is sent from the outbox {_path}: the folder {_path}-locks cannot be made or used ({exception.GetType().Name}); let the program's user write it.");
            _lockFailed = true;
            return;
        }

        if (locked.Count == 0)
            return;
        lock (_writeLock)
            lock (_readLock)
            {
                long last;
                try
                {
                    last = _open?.LastId ?? _lastId;
                }
                catch (SqliteFault)
                {
                    _partitions.Unlock(locked);
                    throw;
                }

                foreach (var partition in locked)
                    _partitions.Own(partition, last);
                _reader.TakeOver(locked, areTheFirst);
            }
    }

    void Maintain(Afterwards after)
    {
        lock (_writeLock)
        {
            if (_open is not { } open)
                return;

            // Not at once: a disk that is nearly full works now and then.
            if (_trouble is not null && TimeProvider.System.GetElapsedTime(_opened) > Steady)
            {
                after.Report($"the outbox {_path} is available again.");
                _trouble = null;
            }

            DeleteWhatIsLeft(open);
            if (_maintenance.MayExpire(_host.TimeProvider))
                _limits.Expire(open, _host.TimeProvider.GetUtcNow(), _host.WantsDropped, after);
            if (_maintenance.IsVacuumDue() && open.FreeBytes > Maintenance.KeptFreeBytes)
            {
                open.Writer.Execute("PRAGMA incremental_vacuum(1024)");

                // The file itself shrinks with the next checkpoint.
                _maintenance.HasWritten(1);
            }
        }

        if (_maintenance.IsCheckpointDue())
            Checkpoint();
    }

    // Beside the log calls, since it waits for the disk. They may have written more by then, and the log begins anew only when
    // all of it is copied: when it has grown long, they wait for the last few pages.
    void Checkpoint()
    {
        lock (_readLock)
        {
            if (_open is not { } open || open.Reader.Checkpoint() <= Maintenance.LongLog)
                return;
        }

        lock (_writeLock)
            lock (_readLock)
                _open?.Reader.Checkpoint();
    }
}
