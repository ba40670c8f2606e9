namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>The two connections to the file, with their statements: one writes, one reads meanwhile.</summary>
sealed class Connections : IDisposable
{
    readonly Database.Statement _nextId = null!;
    readonly Database.Statement _insert = null!;
    readonly Database.Statement _keepLastId = null!;
    readonly Database.Statement _deleteRange = null!;
    readonly Database.Statement _bury = null!;
    readonly Database.Statement _trimDeadLetters = null!;
    readonly Database.Statement _usedPages = null!;

    public Connections(string path, string outboxName, bool powerLoss)
    {
        Writer = OutboxFile.Open(path, powerLoss);
        try
        {
            Outbox = OutboxFile.IdOf(Writer, outboxName);
            Begin = Writer.Prepare("BEGIN IMMEDIATE");
            Commit = Writer.Prepare("COMMIT");
            _nextId = Writer.Prepare(OutboxFile.NextId);
            _insert = Writer.Prepare("INSERT INTO messages (id, outbox, user_hash, calls_hooks, writer, time, checksum, json) VALUES (?8, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
            _keepLastId = Writer.Prepare("UPDATE file SET last_id = ?1 WHERE last_id < ?1");
            _deleteRange = Writer.Prepare("DELETE FROM messages WHERE id BETWEEN ?1 AND ?2 AND outbox = ?3");
            _bury = Writer.Prepare("""
                INSERT INTO dead_letters (outbox, user_hash, stored, rejected, reason, status, answer, json)
                SELECT outbox, user_hash, time, ?2, ?3, ?4, ?5, json FROM messages WHERE id = ?1
                """);
            _trimDeadLetters = Writer.Prepare("DELETE FROM dead_letters WHERE outbox = ?1 AND id <= (SELECT MAX(id) FROM dead_letters WHERE outbox = ?1) - ?2");
            Oldest = Writer.Prepare("SELECT id, user_hash, writer, length(json), time, calls_hooks, json FROM messages WHERE id > ?1 AND outbox = ?2 ORDER BY id LIMIT ?3");
            _usedPages = Writer.Prepare("SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)");
            Identity = Writer.Read("SELECT identity FROM file") ?? throw Damaged();
            PageSize = Writer.Read("PRAGMA page_size") ?? 4096;

            Reader = new Database(path, create: false);
            Reader.Execute("PRAGMA query_only = ON");
            Read = Reader.Prepare("SELECT id, user_hash, calls_hooks, writer, checksum, json FROM messages WHERE id > ?1 AND id <= ?2 AND outbox = ?3 ORDER BY id LIMIT ?4");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Database Writer { get; }

    public Database Reader { get; } = null!;

    /// <summary>The number of the outbox in this file.</summary>
    public long Outbox { get; }

    public long PageSize { get; }

    /// <summary>Which file it is: another may have been put in its place.</summary>
    public long Identity { get; }

    public Database.Statement Begin { get; } = null!;

    public Database.Statement Commit { get; } = null!;

    public Database.Statement Oldest { get; } = null!;

    public Database.Statement Read { get; } = null!;

    /// <summary>The bytes that rows take.</summary>
    public long UsedBytes
    {
        get
        {
            _usedPages.Step();
            var pages = _usedPages.Integer(0);
            _usedPages.Reset();
            return pages * PageSize;
        }
    }

    /// <summary>The bytes of the file that nothing uses.</summary>
    public long FreeBytes => (Writer.Read("PRAGMA freelist_count") ?? 0) * PageSize;

    /// <summary>The id given last, also to a row that is gone.</summary>
    public long LastId
    {
        get
        {
            // Without the row ids would begin again, below those that have been read.
            if (!_nextId.Step())
                throw Damaged();
            var next = _nextId.Integer(0);
            _nextId.Reset();
            return next - 1;
        }
    }

    /// <summary>Stores a message.</summary>
    /// <param name="id">Its id, above all that there ever were.</param>
    /// <param name="userHash">The hash of its user.</param>
    /// <param name="callsHooks">Whether hooks are called for it.</param>
    /// <param name="writer">The number of the process that stores it; 0 for none that lives, and whoever sends it has recovered it.</param>
    /// <param name="time">When, in milliseconds since 1970.</param>
    /// <param name="json">The message.</param>
    /// <exception cref="SqliteFault">The file does not work.</exception>
    public void Insert(long id, int userHash, bool callsHooks, long writer, long time, ReadOnlySpan<byte> json) => _insert
        .Bind(1, Outbox)
        .Bind(2, userHash)
        .Bind(3, callsHooks ? 1 : 0)
        .Bind(4, writer)
        .Bind(5, time)
        .Bind(6, Checksum.Of(json, Outbox, userHash, callsHooks))
        .Bind(7, json)
        .Bind(8, id)
        .Run();

    /// <summary>Copies a message to the dead letters, of which the newest stay.</summary>
    /// <param name="id">The id of the message.</param>
    /// <param name="time">When it was rejected, in milliseconds since 1970.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="status">The status of the answer, if there was one.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="limit">How many dead letters stay.</param>
    /// <exception cref="SqliteFault">The file does not work.</exception>
    public void Bury(long id, long time, string reason, int? status, string? answer, int limit)
    {
        _bury.Bind(1, id).Bind(2, time).Bind(3, reason).Bind(4, status).Bind(5, answer).Run();
        _trimDeadLetters.Bind(1, Outbox).Bind(2, limit).Run();
    }

    /// <summary>Deletes rows, those without a gap between them together.</summary>
    /// <param name="ids">Their ids, of which neighbours ascend in most cases.</param>
    public void Delete(IReadOnlyList<long> ids)
    {
        for (var from = 0; from < ids.Count;)
        {
            var to = from;
            while (to + 1 < ids.Count && ids[to + 1] == ids[to] + 1)
                to++;
            _deleteRange.Bind(1, ids[from]).Bind(2, ids[to]).Bind(3, Outbox).Run();
            from = to + 1;
        }

        if (ids.Count > 0)
            _keepLastId.Bind(1, ids.Max()).Run();
    }

    /// <summary>Lets ids go on above those of a file that was set aside: the lanes may still have some of them.</summary>
    public void StartIdsAfter(long id) => _keepLastId.Bind(1, id).Run();

    public void Dispose()
    {
        Reader?.Dispose();
        Writer.Dispose();
    }

    static SqliteFault Damaged() => new(SQLitePCL.raw.SQLITE_CORRUPT, "SELECT FROM file");
}
