namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>The two connections to the file, with their statements: one writes, one reads meanwhile.</summary>
sealed class Connections : IDisposable
{
    public Connections(string path, string outboxName, bool powerLoss)
    {
        Writer = OutboxFile.Open(path, powerLoss);
        try
        {
            Outbox = OutboxFile.IdOf(Writer, outboxName);
            Begin = Writer.Prepare("BEGIN IMMEDIATE");
            Commit = Writer.Prepare("COMMIT");
            NextId = Writer.Prepare(OutboxFile.NextId);
            Insert = Writer.Prepare("INSERT INTO messages (id, outbox, user_hash, calls_hooks, writer, time, checksum, json) VALUES (?8, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
            KeepLastId = Writer.Prepare("UPDATE file SET last_id = ?1 WHERE last_id < ?1");
            DeleteRange = Writer.Prepare("DELETE FROM messages WHERE id BETWEEN ?1 AND ?2 AND outbox = ?3");
            Bury = Writer.Prepare("""
                INSERT INTO dead_letters (outbox, user_hash, stored, rejected, reason, status, answer, json)
                SELECT outbox, user_hash, time, ?2, ?3, ?4, ?5, json FROM messages WHERE id = ?1
                """);
            TrimDeadLetters = Writer.Prepare("DELETE FROM dead_letters WHERE outbox = ?1 AND id <= (SELECT MAX(id) FROM dead_letters WHERE outbox = ?1) - ?2");
            Oldest = Writer.Prepare("SELECT id, user_hash, writer, length(json), time, calls_hooks, json FROM messages WHERE id > ?1 AND outbox = ?2 ORDER BY id LIMIT ?3");
            UsedPages = Writer.Prepare("SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)");
            Identity = Writer.Read("SELECT identity FROM file") ?? 0;
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

    public Database.Statement Insert { get; } = null!;

    public Database.Statement NextId { get; } = null!;

    public Database.Statement KeepLastId { get; } = null!;

    public Database.Statement DeleteRange { get; } = null!;

    public Database.Statement Bury { get; } = null!;

    public Database.Statement TrimDeadLetters { get; } = null!;

    public Database.Statement Oldest { get; } = null!;

    public Database.Statement UsedPages { get; } = null!;

    public Database.Statement Read { get; } = null!;

    /// <summary>The bytes that rows take.</summary>
    public long UsedBytes
    {
        get
        {
            UsedPages.Step();
            var pages = UsedPages.Integer(0);
            UsedPages.Reset();
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
            NextId.Step();
            var next = NextId.Integer(0);
            NextId.Reset();
            return next - 1;
        }
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
            DeleteRange.Bind(1, ids[from]).Bind(2, ids[to]).Bind(3, Outbox).Run();
            from = to + 1;
        }

        if (ids.Count > 0)
            KeepLastId.Bind(1, ids.Max()).Run();
    }

    /// <summary>Lets ids go on above those of a file that was set aside: the lanes may still have some of them.</summary>
    public void StartIdsAfter(long id) => KeepLastId.Bind(1, id).Run();

    public void Dispose()
    {
        Reader?.Dispose();
        Writer.Dispose();
    }
}
