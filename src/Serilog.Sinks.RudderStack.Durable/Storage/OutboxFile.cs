using System.Globalization;
using Serilog.Sinks.RudderStack.Durable.Compat;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>The database file: found, made, refused, or set aside.</summary>
static class OutboxFile
{
    /// <summary>The format of the file, in SQLite's <c>user_version</c>.</summary>
    public const int Version = 1;

    /// <summary>For tests: how many pages the disk has room for.</summary>
    public static int? PageLimit { get; set; }

    const string Schema = """
        CREATE TABLE outboxes (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE file (identity INTEGER NOT NULL, last_id INTEGER NOT NULL);
        INSERT INTO file VALUES (random(), 0);
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
            outbox INTEGER NOT NULL,
            user_hash INTEGER NOT NULL,
            calls_hooks INTEGER NOT NULL,
            writer INTEGER NOT NULL,
            time INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            json BLOB NOT NULL);
        CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            outbox INTEGER NOT NULL,
            user_hash INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            reason TEXT NOT NULL,
            status INTEGER,
            answer TEXT,
            json BLOB NOT NULL);
        """;

    /// <summary>Opens the file, and makes it and its folder where they are missing.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="powerLoss">Whether a commit waits for the disk.</param>
    /// <exception cref="SqliteFault">SQLite cannot open it.</exception>
    /// <exception cref="OutboxRefused">It is not for this program.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made, or the file not be read.</exception>
    public static Database Open(string path, bool powerLoss)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        if (FileSystem.IsOfNetwork(folder))
            throw new OutboxRefused("it lies on a network file system, on which SQLite's locks do not hold; take a local disk.");
        if (!File.Exists(path))
            OwnerFile.Create(path);

        var database = new Database(path, create: false);
        try
        {
            Prepare(database, powerLoss);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The id after the highest that a message ever had.</summary>
    /// <remarks>
    /// Ids must never go back, even when all is deleted, since readers go by them. SQLite's AUTOINCREMENT would write one more
    /// page for each message; what is kept here is written with each deletion.
    /// </remarks>
    public const string NextId = "SELECT MAX(last_id, (SELECT COALESCE(MAX(id), 0) FROM messages)) + 1 FROM file";

    /// <summary>The number of an outbox in the file, which it gets when it is first used.</summary>
    public static long IdOf(Database database, string name)
    {
        database.Prepare("INSERT OR IGNORE INTO outboxes (name) VALUES (?1)").Bind(1, name).Run();
        var find = database.Prepare("SELECT id FROM outboxes WHERE name = ?1").Bind(1, name);
        find.Step();
        var id = find.Integer(0);
        find.Reset();
        return id;
    }

    /// <summary>Gives a damaged file another name, so that nothing of it is lost, and its place is free.</summary>
    /// <returns>The new name.</returns>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var aside = path + now.UtcDateTime.ToString("'.corrupt-'yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        for (var i = 2; File.Exists(aside); i++)
            aside = path + now.UtcDateTime.ToString("'.corrupt-'yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture) + "-" + i.ToString(CultureInfo.InvariantCulture);
        File.Move(path, aside);
        foreach (var suffix in new[] { "-wal", "-shm" })
        {
            if (File.Exists(path + suffix))
                File.Move(path + suffix, aside + suffix);
        }

        return aside;
    }

    static void Prepare(Database database, bool powerLoss)
    {
        var version = database.Read("PRAGMA user_version");
        if (version > Version)
            throw new OutboxRefused($"it has format {version} of a newer version of this package, which knows format {Version}; update the package, or take another file.");
        if (version == 0)
        {
            if (database.Read("SELECT COUNT(*) FROM sqlite_master") > 0)
                throw new OutboxRefused("it is a database of another program; take another file.");
            Create(database);
        }

        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute(powerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");

        // Not on the thread that logs: Maintenance does it.
        database.Execute("PRAGMA wal_autocheckpoint = 0");
        database.Execute("PRAGMA cache_size = -4096");
        if (PageLimit is { } pages)
            database.Execute($"PRAGMA max_page_count = {pages}");
    }

    static void Create(Database database)
    {
        // Before the first table, or it has no effect.
        database.Execute("PRAGMA auto_vacuum = INCREMENTAL");
        database.Execute("PRAGMA journal_mode = WAL");
        database.InTransaction(() =>
        {
            // Another process may have been faster.
            if (database.Read("PRAGMA user_version") != 0)
                return;
            database.Execute(Schema);
            database.Execute($"PRAGMA user_version = {Version}");
        });
    }
}

/// <summary>A file that is not for this program; nobody has touched it.</summary>
sealed class OutboxRefused(string message) : Exception(message);
