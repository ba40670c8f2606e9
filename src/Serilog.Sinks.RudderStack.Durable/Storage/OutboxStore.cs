using System.Net;
using Microsoft.Extensions.Configuration;
using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>The outbox of one sink: a file of SQLite between its log calls and its lanes.</summary>
/// <remarks>
/// <para>
/// Log calls share commits: the first of those that wait commits for all, on its own thread, since a starved program would not
/// run a task. One loop of the sink takes messages, and does on the way what else is to be done (<see cref="Maintain"/>).
/// </para>
/// <para>
/// Whatever SQLite says, nothing is thrown: the sink then keeps messages in memory, and the loop opens the file again when it
/// can. Two locks, always taken in this order: one for writing, one for reading and the place up to which has been read. What
/// the host is told is told under none, since listeners are the user's code.
/// </para>
/// </remarks>
sealed class OutboxStore : MessageStore
{
    // Of each row, besides the message.
    const int RowBytes = 64;

    // Deletions share the writer with log calls, and let one in between.
    const int DeletedAtOnce = 100;

    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    readonly string _path;
    readonly RudderStackOutboxOptions _options;
    readonly Partitions _partitions;
    readonly long _writer = Identity();
    readonly object _queueLock = new();
    readonly object _writeLock = new();
    readonly object _readLock = new();
    readonly List<long> _undeleted = [];
    readonly Maintenance _maintenance = new();
    IMessageStoreHost _host = null!;
    List<Append> _waiting = [];
    bool _hasLeader;

    // Null while the file is unavailable. Changed under both locks.
    volatile Connections? _open;
    bool _isClosed;
    string? _trouble;
    long _lastAttempt;
    long _opened;
    long _lastLock;
    bool _lockFailed;
    int _generation;

    // How often the file was found damaged since it was last begun, and which file it is.
    int _damages;
    long _identity;
    long _usedBytes;
    long _lastId;

    // Guarded by the lock for reading: up to which id rows have been taken, and what is to be taken before going on.
    long _cursor;
    readonly Queue<Backlog> _backlog = new();
    byte[] _buffer = new byte[64 * 1024];

    public OutboxStore(string path, RudderStackOutboxOptions options)
    {
        _path = Path.GetFullPath(path);
        _options = options;
        _partitions = new Partitions(_path, options.Name);
    }

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

    public override bool IsFirst => _options.Mode == OutboxMode.Always;

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
            append.Begin();
            Commit(append, ref interrupted);
            if (append.Outcome != StoreOutcome.Full || !mayWait || interrupted || Volatile.Read(ref _isClosed))
                break;
            WaitForRoom(ref interrupted);
        }

        if (interrupted)
            Thread.CurrentThread.Interrupt();
        generation = append.Generation;
        return append.Outcome!.Value;
    }

    public override int Take(int limit, MessageTaker taker)
    {
        var after = new Afterwards();
        List<Row> rows = [];
        try
        {
            if (_open is not null || TryOpen(after))
            {
                TakePartitions(after);
                Maintain(after);
                rows = Read(limit, after);
            }
        }
        catch (Exception exception) when (exception is SqliteFault or IOException or UnauthorizedAccessException)
        {
            Fail(exception, after);
        }

        foreach (var row in rows)
            taker(row.Id, _buffer.AsSpan(row.Offset, row.Length), row.UserHash, row.CallsHooks, row.IsRecovered);
        after.Run();
        return rows.Count;
    }

    public override void Delivered(IReadOnlyList<long> ids) => Settle(ids, static (_, _) => { });

    public override void Rejected(IReadOnlyList<long> ids, string reason, HttpStatusCode? status, string? answer) => Settle(ids, (open, id) => Bury(open, id, reason, (int?)status, answer));

    public override void Close()
    {
        lock (_writeLock)
            lock (_readLock)
            {
                Volatile.Write(ref _isClosed, true);
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

        lock (_queueLock)
            Monitor.PulseAll(_queueLock);
    }

    void Commit(Append append, ref bool interrupted)
    {
        if (!TryLead(append, ref interrupted))
            return;

        List<Append> together;
        Gate.Enter(_queueLock, ref interrupted);
        (together, _waiting) = (_waiting, []);
        Monitor.Exit(_queueLock);

        var after = new Afterwards();
        var outcomes = new StoreOutcome[together.Count];
        Gate.Enter(_writeLock, ref interrupted);
        try
        {
            Write(together, outcomes, after);
        }
        finally
        {
            Monitor.Exit(_writeLock);
            HandLeadershipOn(ref interrupted);
            for (var i = 0; i < outcomes.Length; i++)
                together[i].Complete(outcomes[i], ref interrupted);
        }

        after.Run();
    }

    // False when another has committed it.
    bool TryLead(Append append, ref bool interrupted)
    {
        Gate.Enter(_queueLock, ref interrupted);
        _waiting.Add(append);
        var leads = !_hasLeader;
        _hasLeader = true;
        Monitor.Exit(_queueLock);
        return leads || append.WaitToLead(ref interrupted);
    }

    // To one of those that came meanwhile, before the others are woken: it commits while they go on.
    void HandLeadershipOn(ref bool interrupted)
    {
        Gate.Enter(_queueLock, ref interrupted);
        var next = _waiting.Count > 0 ? _waiting[0] : null;
        _hasLeader = next is not null;
        Monitor.Exit(_queueLock);
        next?.Lead(ref interrupted);
    }

    // Under the lock for writing.
    void Write(List<Append> together, StoreOutcome[] outcomes, Afterwards after)
    {
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] = StoreOutcome.Unavailable;
        if (_open is not { } open)
            return;

        try
        {
            var bytes = together.Sum(static append => append.Length + RowBytes);
            if (!HasRoom(open, bytes, mayEvict: together.Exists(static append => !append.MayWait), after))
            {
                for (var i = 0; i < outcomes.Length; i++)
                    outcomes[i] = StoreOutcome.Full;
                return;
            }

            var now = _host.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
            open.Begin.Run();
            var last = open.LastId;
            foreach (var append in together)
            {
                open.Insert
                    .Bind(1, open.Outbox)
                    .Bind(2, append.UserHash)
                    .Bind(3, append.CallsHooks ? 1 : 0)
                    .Bind(4, _writer)
                    .Bind(5, now)
                    .Bind(6, Checksum.Of(append.Json, open.Outbox, append.UserHash, append.CallsHooks))
                    .Bind(7, append.Json)
                    .Bind(8, ++last)
                    .Run();
            }

            open.Commit.Run();
            _lastId = last;
            _usedBytes += bytes;
            if (_maintenance.HasWritten(together.Count))
                after.Add(_host.Notify);
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = _partitions.Owns(Partitions.Of(together[i].UserHash)) ? StoreOutcome.Stored : StoreOutcome.StoredForAnother;
                together[i].Generation = _generation;
            }
        }
        catch (Exception exception)
        {
            // Short of memory, for example: the log call goes on with what is in memory.
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] = StoreOutcome.Unavailable;
            Fail(exception, after);
        }
    }

    // Under the lock for writing. The oldest go, but none that a lane has.
    bool HasRoom(Connections open, long bytes, bool mayEvict, Afterwards after)
    {
        if (_usedBytes + bytes <= _options.SizeLimitBytes)
            return true;
        _usedBytes = open.UsedBytes;
        if (_usedBytes + bytes <= _options.SizeLimitBytes)
            return true;
        if (!mayEvict)
            return false;

        // A hundredth at once: dropping one for each that comes would make each call do both.
        var gone = new List<Gone>();
        var freed = 0L;
        var wanted = Math.Max(_usedBytes + bytes - _options.SizeLimitBytes, _options.SizeLimitBytes / 100);
        lock (_readLock)
        {
            open.Oldest.Bind(1, _cursor).Bind(2, open.Outbox).Bind(3, int.MaxValue);
            while (freed < wanted && open.Oldest.Step())
            {
                var (id, userHash) = (open.Oldest.Integer(0), (int)open.Oldest.Integer(1));
                if (!_partitions.Owns(Partitions.Of(userHash)))
                    continue;
                gone.Add(OldestRow(open, id, userHash));
                freed += open.Oldest.Integer(3) + RowBytes;
            }

            open.Oldest.Reset();
            Delete(open, gone);
        }

        _usedBytes -= freed;
        after.Drop(_host, gone, DropReason.OutboxFull, "the outbox had reached its SizeLimitBytes, and these were the oldest in it.");
        return freed >= bytes;
    }

    void WaitForRoom(ref bool interrupted)
    {
        Gate.Enter(_queueLock, ref interrupted);
        try
        {
            Monitor.Wait(_queueLock, TimeSpan.FromMilliseconds(100));
        }
        catch (ThreadInterruptedException)
        {
            interrupted = true;
        }
        finally
        {
            Monitor.Exit(_queueLock);
        }
    }

    void Settle(IReadOnlyList<long> ids, Action<Connections, long> before)
    {
        var after = new Afterwards();
        var interrupted = false;
        for (var done = 0; done < ids.Count; done += DeletedAtOnce)
        {
            // An interrupt that the user's code has left on the lane's thread must not leave rows behind, to be sent again.
            Gate.Enter(_writeLock, ref interrupted);
            try
            {
                if (_open is not { } open)
                {
                    _undeleted.AddRange(ids.Skip(done));
                    break;
                }

                try
                {
                    var some = ids.Skip(done).Take(DeletedAtOnce).ToArray();
                    open.Writer.InTransaction(() =>
                    {
                        foreach (var id in some)
                            before(open, id);
                        open.Delete(some);
                    });
                    _maintenance.HasWritten(1);
                }
                catch (SqliteFault fault)
                {
                    _undeleted.AddRange(ids.Skip(done));
                    Fail(fault, after);
                    break;
                }
            }
            finally
            {
                Monitor.Exit(_writeLock);
            }
        }

        after.Run();
        Gate.Enter(_queueLock, ref interrupted);
        Monitor.PulseAll(_queueLock);
        Monitor.Exit(_queueLock);
    }

    // Under the lock for writing.
    void Bury(Connections open, long id, string reason, int? status, string? answer)
    {
        var bury = open.Bury
            .Bind(1, id)
            .Bind(2, _host.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds())
            .Bind(3, reason)
            .Bind(5, answer);
        if (status is { } code)
            bury.Bind(4, code);
        else
            bury.Bind(4, (string?)null);
        bury.Run();
        open.TrimDeadLetters.Bind(1, open.Outbox).Bind(2, _options.DeadLetterLimit).Run();
    }

    static void Delete(Connections open, IEnumerable<Gone> gone) => open.Writer.InTransaction(() => open.Delete([.. gone.Select(static one => one.Id)]));

    // Under the lock for writing. Of these the data plane has acknowledged all, or rejected some whose dead letter is lost.
    void DeleteWhatIsLeft(Connections open)
    {
        if (_undeleted.Count == 0)
            return;
        open.Writer.InTransaction(() => open.Delete(_undeleted));
        _undeleted.Clear();
    }

    List<Row> Read(int limit, Afterwards after)
    {
        var rows = new List<Row>();
        var damaged = new List<Gone>();
        var deleted = new List<Gone>();
        SqliteFault? fault = null;
        lock (_readLock)
        {
            if (_open is not { } open || _partitions.AreNoneOwned || limit <= 0)
                return rows;

            var length = 0;
            try
            {
                while (_backlog.Count > 0 && rows.Count < limit)
                {
                    var rest = _backlog.Peek();
                    if (Read(open, ref rest.From, rest.To, limit, ref length, partition => rest.Partitions[partition]))
                        _backlog.Dequeue();
                }

                if (rows.Count < limit)
                    Read(open, ref _cursor, long.MaxValue, limit, ref length, _partitions.Owns);
            }
            catch (SqliteFault found)
            {
                // What was read before it goes on.
                fault = found;
            }
        }

        if (fault is not null)
            Fail(fault, after);
        Remove(damaged, static (store, open, id) => store.Bury(open, id, "damaged", null, "the row of the outbox has changed on disk: its checksum is wrong."));
        after.Drop(_host, damaged, DropReason.Rejected, "their rows in the outbox have changed on disk; they are among its dead letters.");
        Remove(deleted, static (_, _, _) => { });
        after.Drop(_host, deleted, DropReason.Filtered, "they were deleted from the outbox at the program's request.");
        return rows;

        // Moves on with each row, whatever comes of the next. Whether there are no more.
        bool Read(Connections open, ref long position, long to, int most, ref int length, Func<int, bool> isWanted)
        {
            var looked = 0;
            const int LookedAtOnce = 10_000;
            open.Read.Bind(1, position).Bind(2, to).Bind(3, open.Outbox).Bind(4, LookedAtOnce);
            try
            {
                while (rows.Count < most && open.Read.Step())
                {
                    looked++;
                    var last = open.Read.Integer(0);
                    position = last;
                    var userHash = (int)open.Read.Integer(1);
                    var partition = Partitions.Of(userHash);
                    if (!isWanted(partition))
                        continue;

                    var (callsHooks, isOwn) = (open.Read.Integer(2) != 0, IsOwn(last, userHash, open.Read.Integer(3)));
                    var json = open.Read.Bytes(5);
                    if (json.Length == 0)
                        deleted.Add(new Gone(last, isOwn));
                    else if (open.Read.Integer(4) != Checksum.Of(json, open.Outbox, userHash, callsHooks))
                        damaged.Add(new Gone(last, isOwn));
                    else
                        rows.Add(new Row(last, userHash, callsHooks, !isOwn, Keep(json, ref length), json.Length));
                }
            }
            finally
            {
                open.Read.Reset();
            }

            return rows.Count < most && looked < LookedAtOnce;
        }

        void Remove(List<Gone> gone, Action<OutboxStore, Connections, long> before)
        {
            if (gone.Count == 0)
                return;
            lock (_writeLock)
            {
                if (_open is not { } open)
                    return;
                try
                {
                    open.Writer.InTransaction(() => RemoveAll(open));
                }
                catch (SqliteFault fault)
                {
                    // The others have been taken, and go on.
                    Fail(fault, after);
                }

                void RemoveAll(Connections open)
                {
                    foreach (var one in gone)
                        before(this, open, one.Id);
                    open.Delete([.. gone.Select(static one => one.Id)]);
                }
            }
        }
    }

    int Keep(ReadOnlySpan<byte> json, ref int length)
    {
        if (length + json.Length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, length + json.Length));
        json.CopyTo(_buffer.AsSpan(length));
        length += json.Length;
        return length - json.Length;
    }

    Gone OldestRow(Connections open, long id, int userHash) => new(
        id,
        IsOwn(id, userHash, open.Oldest.Integer(2)),
        _host.WantsDropped && open.Oldest.Integer(5) != 0 ? open.Oldest.Bytes(6).ToArray() : null);

    bool IsOwn(long id, int userHash, long writer) => writer == _writer && !_partitions.IsEarlier(Partitions.Of(userHash), id);

    bool TryOpen(Afterwards after)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (_lastAttempt != 0 && TimeProvider.System.GetElapsedTime(_lastAttempt, now) < Again)
            return false;
        _lastAttempt = now;
        lock (_writeLock)
            lock (_readLock)
            {
                if (Volatile.Read(ref _isClosed))
                    return false;
                try
                {
                    Open(after);
                    _opened = now;
                    return true;
                }
                catch (Exception exception) when (exception is SqliteFault or OutboxRefused or IOException or UnauthorizedAccessException or DllNotFoundException or TypeInitializationException or NotSupportedException)
                {
                    ReportTrouble(exception, after);
                    return false;
                }
            }
    }

    // Under both locks.
    void Open(Afterwards after)
    {
        Connections open;
        try
        {
            open = Connect();
        }
        catch (SqliteFault fault) when (fault.IsCorruption)
        {
            open = Replace(after);
        }

        // Another process has replaced it.
        if (_identity != 0 && open.Identity != _identity)
        {
            _damages = 0;
            LeaveStored(after);
        }

        if (_damages > 0 && (_damages > 1 || !open.Reader.IsSound()))
        {
            open.Dispose();
            open = Replace(after);
        }

        _identity = open.Identity;
        _usedBytes = open.UsedBytes;
        _lastId = Math.Max(_lastId, open.LastId);
        DeleteWhatIsLeft(open);
        _open = open;
    }

    Connections Connect() => new(_path, _options.Name, _options.Durability == OutboxDurability.PowerLoss);

    // Under both locks. Another process may be about to do the same, or have done it: then its new file stays.
    Connections Replace(Afterwards after)
    {
        using var only = _partitions.TryLockFile() ?? throw new OutboxRefused("it is damaged, and another process replaces it.");
        if (_damages <= 1 && TryConnectToSound() is { } other)
            return other;

        var aside = OutboxFile.SetAside(_path, _host.TimeProvider.GetUtcNow());
        var open = Connect();

        // Above whatever any process has read or has in its lanes: ids count from 1, and this is microseconds.
        open.StartIdsAfter(Math.Max(Math.Max(_lastId, _cursor), _host.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() * 1000));
        var saved = Salvage.Copy(aside, open, _options.Name, after: _backlog.Count > 0 ? _backlog.Min(static rest => rest.From) : _cursor);
        after.Report(_host, $"the outbox {_path} is damaged. It was set aside as {aside}, and a new one was begun, with {saved} messages that could still be read.");
        (_damages, _identity) = (0, 0);
        LeaveStored(after);
        return open;
    }

    Connections? TryConnectToSound()
    {
        try
        {
            var open = Connect();
            if (open.Reader.IsSound())
                return open;
            open.Dispose();
        }
        catch (SqliteFault fault) when (fault.IsCorruption)
        {
            // It is damaged.
        }

        return null;
    }

    // Under both locks. What was stored in the file that is no longer at its place is out of reach; what of it was saved is
    // recovered by whoever sends it.
    void LeaveStored(Afterwards after)
    {
        _undeleted.Clear();
        _backlog.Clear();
        _generation++;
        var left = _host.LeaveStored();
        after.Add(() => _host.Transferred(left));
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

                _damages++;
                _lastAttempt = 0;
                after.Add(_host.Notify);
            }
    }

    void ReportTrouble(Exception exception, Afterwards after)
    {
        var trouble = Troubles.Describe(exception);
        if (_trouble == trouble)
            return;
        _trouble = trouble;
        after.Report(_host, $"the outbox {_path} is unavailable: {trouble} Until then messages are kept in memory, and would be lost with the process.");
    }

    void TakePartitions(Afterwards after)
    {
        if (_open is null || _partitions.AreAllOwned || (_lastLock != 0 && TimeProvider.System.GetElapsedTime(_lastLock) < Again))
            return;
        _lastLock = TimeProvider.System.GetTimestamp();

        List<int> locked;
        var wereNone = _partitions.AreNoneOwned;
        try
        {
            locked = _partitions.TryLock();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_lockFailed)
                after.Report(_host, $"nothing is sent from the outbox {_path}: the folder {_path}-locks cannot be made or used ({exception.GetType().Name}); let the program's user write it.");
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

                // What another has left: before going on, so that the order of each user holds.
                if (wereNone)
                {
                    _cursor = 0;
                    return;
                }

                var wanted = new bool[Partitions.Count];
                locked.ForEach(partition => wanted[partition] = true);
                _backlog.Enqueue(new Backlog(wanted, _cursor));
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
                after.Report(_host, $"the outbox {_path} is available again.");
                _trouble = null;
            }

            DeleteWhatIsLeft(open);
            if (_maintenance.MayExpire(_host.TimeProvider))
                Expire(open, after);
        }

        if (_maintenance.IsCheckpointDue())
            Checkpoint();

        lock (_writeLock)
        {
            if (_maintenance.IsVacuumDue() && _open is { } open && open.Writer.Read("PRAGMA freelist_count") * open.PageSize > Maintenance.KeptFreeBytes)
            {
                open.Writer.Execute("PRAGMA incremental_vacuum(1024)");

                // The file itself shrinks with the next checkpoint.
                _maintenance.HasWritten(1);
            }
        }
    }

    // Beside the log calls, since it waits for the disk. While they go on, there is always a page more: when the log has grown
    // long, they wait for the last few pages, and the log begins anew.
    void Checkpoint()
    {
        lock (_readLock)
        {
            if (_open is not { } open || open.Reader.Checkpoint() is not ( > Maintenance.LongLog, AreAllCopied: false))
                return;
        }

        lock (_writeLock)
            lock (_readLock)
                _open?.Reader.Checkpoint();
    }

    // Under the lock for writing.
    void Expire(Connections open, Afterwards after)
    {
        var limit = (_host.TimeProvider.GetUtcNow() - _options.AgeLimit).ToUnixTimeMilliseconds();
        var gone = new List<Gone>();
        lock (_readLock)
        {
            // In the order of ids, which is that of time unless the clock was set.
            open.Oldest.Bind(1, _cursor).Bind(2, open.Outbox).Bind(3, 10_000);
            while (open.Oldest.Step() && open.Oldest.Integer(4) < limit)
            {
                var (id, userHash) = (open.Oldest.Integer(0), (int)open.Oldest.Integer(1));
                if (_partitions.Owns(Partitions.Of(userHash)))
                    gone.Add(OldestRow(open, id, userHash));
            }

            open.Oldest.Reset();
            Delete(open, gone);
        }

        after.Drop(_host, gone, DropReason.Expired, "they were in the outbox for longer than its AgeLimit.");
    }

    static long Identity() => BitConverter.ToInt64(Guid.NewGuid().ToByteArray(), 0);

    /// <summary>What another process has left of some partitions, up to where this one has read.</summary>
    sealed class Backlog(bool[] partitions, long to)
    {
        public long From;

        public bool[] Partitions { get; } = partitions;

        public long To { get; } = to;
    }

    /// <summary>What is to be done when no lock is held: the host calls the user's code.</summary>
    sealed class Afterwards
    {
        List<Action>? _work;

        public void Add(Action work) => (_work ??= []).Add(work);

        public void Report(IMessageStoreHost host, string text) => Add(() => host.Report(text));

        public void Drop(IMessageStoreHost host, List<Gone> gone, DropReason reason, string description)
        {
            if (gone.Count == 0)
                return;
            var own = gone.Count(static one => one.IsOwn);
            byte[][] messages = [.. gone.Where(static one => one.Json is { Length: > 0 }).Select(static one => one.Json!)];
            Add(() => host.Dropped(own, gone.Count - own, reason, description, messages));
        }

        public void Run() => _work?.ForEach(static work => work());
    }
}
