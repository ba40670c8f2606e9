using System.Net;
using System.Text;
using Serilog.Sinks.RudderStack.Durable.Compat;
using Serilog.Sinks.RudderStack.Durable.Storage;

namespace Serilog.Sinks.RudderStack.Durable;

/// <summary>Looks into an outbox from outside: its dead letters, and what it has of one user.</summary>
/// <remarks>Beside the programs that use the file, which need not be stopped. Not for several threads.</remarks>
public sealed class RudderStackOutbox : IDisposable
{
    readonly Database _database;

    RudderStackOutbox(Database database) => _database = database;

    /// <summary>Opens the file of an outbox.</summary>
    /// <param name="path">The path of the file, which must be there.</param>
    /// <returns>The outbox.</returns>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be opened, or is no outbox of this version; the message says why.</exception>
    public static RudderStackOutbox Open(string path)
    {
        Guard.NotNull(path, nameof(path));
        if (!File.Exists(path))
            throw new FileNotFoundException("There is no outbox at this path.", path);
        return Run(() => new RudderStackOutbox(OutboxFile.Open(Path.GetFullPath(path), powerLoss: false)));
    }

    /// <summary>Counts the messages that wait to be sent, of all names.</summary>
    /// <returns>The number of messages.</returns>
    /// <exception cref="IOException">The file does not work; the message says why.</exception>
    public long CountMessages() => Run(() => _database.Read("SELECT COUNT(*) FROM messages") ?? 0);

    /// <summary>Reads dead letters, oldest first.</summary>
    /// <param name="limit">The most of them.</param>
    /// <param name="afterId">Only those with a higher id: the last of a page gives the next.</param>
    /// <returns>The dead letters.</returns>
    /// <exception cref="IOException">The file does not work; the message says why.</exception>
    public IReadOnlyList<DeadLetter> ReadDeadLetters(int limit = 100, long afterId = 0) => Run(() =>
    {
        var letters = new List<DeadLetter>();
        using var read = _database.PrepareOnce("""
            SELECT d.id, o.name, d.stored, d.rejected, d.reason, d.status, d.answer, d.json
            FROM dead_letters d JOIN outboxes o ON o.id = d.outbox WHERE d.id > ?1 ORDER BY d.id LIMIT ?2
            """);
        read.Bind(1, afterId).Bind(2, Math.Max(0, limit));
        while (read.Step())
        {
            letters.Add(new DeadLetter(
                read.Integer(0),
                read.Text(1)!,
                DateTimeOffset.FromUnixTimeMilliseconds(read.Integer(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(read.Integer(3)),
                read.Text(4)!,
                read.IsNull(5) ? null : (HttpStatusCode)read.Integer(5),
                read.Text(6),
                Encoding.UTF8.GetString(read.Bytes(7).ToArray())));
        }

        return letters;
    });

    /// <summary>Puts dead letters back among the messages, to be sent once more.</summary>
    /// <remarks>Behind what waits already; a running program finds them within a second. Those that were damaged stay.</remarks>
    /// <param name="ids">Their ids; all when null.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="IOException">The file does not work, and nothing has changed; the message says why.</exception>
    public int ResendDeadLetters(IEnumerable<long>? ids = null) => Run(() =>
    {
        var wanted = ids is null ? null : new HashSet<long>(ids);
        var sent = 0;
        _database.InTransaction(() =>
        {
            using var read = _database.PrepareOnce("SELECT id, outbox, user_hash, json FROM dead_letters WHERE reason <> 'damaged' ORDER BY id");
            using var insert = _database.PrepareOnce($"INSERT INTO messages (id, outbox, user_hash, calls_hooks, writer, time, checksum, json) VALUES (({OutboxFile.NextId}), ?1, ?2, 1, 0, ?3, ?4, ?5)");
            using var delete = _database.PrepareOnce("DELETE FROM dead_letters WHERE id = ?1");
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            while (read.Step())
            {
                var (id, outbox, userHash) = (read.Integer(0), read.Integer(1), (int)read.Integer(2));
                if (wanted?.Contains(id) == false)
                    continue;
                var json = read.Bytes(3);
                insert.Bind(1, outbox).Bind(2, userHash).Bind(3, now).Bind(4, Checksum.Of(json, outbox, userHash, callsHooks: true)).Bind(5, json).Run();
                delete.Bind(1, id).Run();
                sent++;
            }
        });
        return sent;
    });

    /// <summary>Deletes dead letters.</summary>
    /// <param name="rejectedBefore">Only older ones; all when null.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="IOException">The file does not work, and nothing has changed; the message says why.</exception>
    public int PurgeDeadLetters(DateTimeOffset? rejectedBefore = null) => Run(() =>
    {
        using var delete = _database.PrepareOnce("DELETE FROM dead_letters WHERE rejected < ?1");
        delete.Bind(1, rejectedBefore?.ToUnixTimeMilliseconds() ?? long.MaxValue).Run();
        return _database.Changes;
    });

    /// <summary>Deletes what is stored of one user: messages that wait, and dead letters.</summary>
    /// <remarks>
    /// Messages that a running program has taken from the file to send them, up to two batches for each request at a time, are
    /// sent all the same. The others count as dropped (<see cref="DropReason.Filtered"/>) when their turn comes. SQLite overwrites
    /// the bytes when it uses the page again; <c>VACUUM</c> does it at once.
    /// </remarks>
    /// <param name="id">The <c>userId</c> or <c>anonymousId</c> of the messages.</param>
    /// <returns>How many messages and dead letters there were.</returns>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    /// <exception cref="IOException">The file does not work, and nothing has changed; the message says why.</exception>
    public int DeleteUser(string id)
    {
        if (string.IsNullOrEmpty(id))
            throw new ArgumentException("The id of the user is missing.", nameof(id));

        const string IsUser = "json_valid(CAST(json AS TEXT)) AND ?1 IN (json_extract(CAST(json AS TEXT), '$.userId'), json_extract(CAST(json AS TEXT), '$.anonymousId'))";
        return Run(() =>
        {
            var count = 0;
            _database.InTransaction(() =>
            {
                // An empty message is skipped and counted by whoever takes it: its accounts must add up.
                using var empty = _database.PrepareOnce($"UPDATE messages SET json = x'' WHERE length(json) > 0 AND {IsUser}");
                empty.Bind(1, id).Run();
                count += _database.Changes;
                using var delete = _database.PrepareOnce($"DELETE FROM dead_letters WHERE {IsUser}");
                delete.Bind(1, id).Run();
                count += _database.Changes;
            });
            return count;
        });
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _database.Dispose();

    static T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is SqliteFault or OutboxRefused)
        {
            throw new IOException($"The outbox does not work: {Troubles.Describe(exception)}", exception);
        }
    }
}
