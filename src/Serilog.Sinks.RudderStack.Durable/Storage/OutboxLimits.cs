namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>Drops the oldest messages, where size or age say so; none that a lane has.</summary>
/// <remarks>Guarded by the store's lock for writing; what the reader has not read, by that for reading as well.</remarks>
sealed class OutboxLimits
{
    /// <summary>Of each row, besides the message.</summary>
    public const int RowBytes = 64;

    const int ExpiredAtOnce = 10_000;

    readonly RudderStackOutboxOptions _options;
    readonly Partitions _partitions;
    readonly OutboxReader _reader;
    readonly object _readLock;
    long _usedBytes;

    /// <param name="options">The limits.</param>
    /// <param name="partitions">Whose rows may be dropped.</param>
    /// <param name="reader">What has been read.</param>
    /// <param name="readLock">The lock of the reader.</param>
    public OutboxLimits(RudderStackOutboxOptions options, Partitions partitions, OutboxReader reader, object readLock)
    {
        _options = options;
        _partitions = partitions;
        _reader = reader;
        _readLock = readLock;
    }

    /// <summary>The file has been opened.</summary>
    public void Begin(Connections open) => _usedBytes = open.UsedBytes;

    /// <summary>Messages have been stored.</summary>
    public void Added(long bytes) => _usedBytes += bytes;

    /// <summary>Whether there is room for so many bytes, which is made where that may be.</summary>
    /// <exception cref="SqliteFault">The file does not work.</exception>
    public bool HasRoom(Connections open, long bytes, bool mayDrop, bool keepsJson, Afterwards after)
    {
        if (_usedBytes + bytes <= _options.SizeLimitBytes)
            return true;
        _usedBytes = open.UsedBytes;
        if (_usedBytes + bytes <= _options.SizeLimitBytes)
            return true;
        if (!mayDrop)
            return false;

        // A hundredth at once: dropping one for each that comes would make each call do both.
        var freed = 0L;
        var wanted = Math.Max(_usedBytes + bytes - _options.SizeLimitBytes, _options.SizeLimitBytes / 100);
        var gone = DropWhile(open, int.MaxValue, keepsJson, (length, _) =>
        {
            if (freed >= wanted)
                return false;
            freed += length + RowBytes;
            return true;
        });

        _usedBytes -= freed;
        after.Drop(gone, DropReason.OutboxFull, "the outbox had reached its SizeLimitBytes, and these were the oldest in it.");
        return freed >= bytes;
    }

    /// <summary>Drops what is older than the age limit.</summary>
    /// <exception cref="SqliteFault">The file does not work.</exception>
    public void Expire(Connections open, DateTimeOffset now, bool keepsJson, Afterwards after)
    {
        // In the order of ids, which is that of time unless the clock was set.
        var limit = (now - _options.AgeLimit).ToUnixTimeMilliseconds();
        var gone = DropWhile(open, ExpiredAtOnce, keepsJson, (_, time) => time < limit);
        after.Drop(gone, DropReason.Expired, "they were in the outbox for longer than its AgeLimit.");
    }

    // Of the partitions of this process, and of what it has not read.
    List<Gone> DropWhile(Connections open, int most, bool keepsJson, Func<long, long, bool> isWanted)
    {
        var gone = new List<Gone>();
        lock (_readLock)
        {
            var oldest = open.Oldest.Bind(1, _reader.Position).Bind(2, open.Outbox).Bind(3, most);
            try
            {
                while (oldest.Step())
                {
                    var (id, userHash) = (oldest.Integer(0), (int)oldest.Integer(1));
                    if (!_partitions.Owns(Partitions.Of(userHash)))
                        continue;
                    if (!isWanted(oldest.Integer(3), oldest.Integer(4)))
                        break;
                    var json = keepsJson && oldest.Integer(5) != 0 ? oldest.Bytes(6).ToArray() : null;
                    gone.Add(new Gone(id, _reader.IsOwn(id, userHash, oldest.Integer(2)), json));
                }
            }
            finally
            {
                oldest.Reset();
            }

            open.Writer.InTransaction(() => open.Delete([.. gone.Select(static one => one.Id)]));
        }

        return gone;
    }
}
