namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>Reads from a damaged file what can still be read, and is as it was written.</summary>
static class Salvage
{
    readonly record struct Found(int UserHash, bool CallsHooks, long Time, byte[] Json);

    /// <summary>Copies messages into a new file, in their order.</summary>
    /// <param name="damaged">The file that was set aside.</param>
    /// <param name="target">The new file.</param>
    /// <param name="outboxName">The name of the outbox.</param>
    /// <param name="after">Up to which id the lanes have them.</param>
    /// <returns>The number of messages.</returns>
    /// <exception cref="SqliteFault">The new file does not work.</exception>
    public static int Copy(string damaged, Connections target, string outboxName, long after)
    {
        var found = new List<Found>();
        try
        {
            using var source = new Database(damaged, create: false);
            source.Execute("PRAGMA query_only = ON");
            if (source.Read("PRAGMA user_version") != OutboxFile.Version)
                return 0;
            using var find = source.PrepareOnce("SELECT id FROM outboxes WHERE name = ?1");
            if (!find.Bind(1, outboxName).Step())
                return 0;
            var outbox = find.Integer(0);
            find.Reset();

            // From both ends up to the damage: a page in the middle may lead nowhere.
            if (!TryRead(source, outbox, after, found, "ASC", out var last))
            {
                var end = new List<Found>();
                TryRead(source, outbox, last, end, "DESC", out _);
                end.Reverse();
                found.AddRange(end);
            }
        }
        catch (SqliteFault)
        {
            // No more to be had.
        }

        target.Writer.InTransaction(() =>
        {
            var id = target.LastId;
            foreach (var message in found)
                target.Insert(++id, message.UserHash, message.CallsHooks, writer: 0, message.Time, message.Json);
        });
        return found.Count;
    }

    // False when it met the damage.
    static bool TryRead(Database source, long outbox, long after, List<Found> found, string order, out long last)
    {
        last = after;
        try
        {
            using var read = source.PrepareOnce($"SELECT id, user_hash, calls_hooks, time, checksum, json FROM messages WHERE id > ?1 AND outbox = ?2 ORDER BY id {order}");
            read.Bind(1, after).Bind(2, outbox);
            while (read.Step())
            {
                last = read.Integer(0);
                var (userHash, callsHooks, json) = ((int)read.Integer(1), read.Integer(2) != 0, read.Bytes(5).ToArray());
                if (json.Length > 0 && read.Integer(4) == Checksum.Of(json, outbox, userHash, callsHooks))
                    found.Add(new Found(userHash, callsHooks, read.Integer(3), json));
            }

            return true;
        }
        catch (SqliteFault)
        {
            return false;
        }
    }
}
