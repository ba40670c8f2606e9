namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>Reads the rows of the partitions that this process has, each once, in the order in which they were stored.</summary>
/// <remarks>Guarded by the store's lock for reading; the rows that were read last, by the one thread that reads.</remarks>
sealed class OutboxReader
{
    const int RowsAtOnce = 10_000;

    readonly Partitions _partitions;
    readonly long _writer;
    readonly Queue<Backlog> _backlog = new();
    byte[] _buffer = new byte[64 * 1024];
    int _length;
    long _position;

    /// <param name="partitions">Which rows are this process's to send.</param>
    /// <param name="writer">Which this process has stored.</param>
    public OutboxReader(Partitions partitions, long writer) => (_partitions, _writer) = (partitions, writer);

    /// <summary>Up to which id rows have been looked at: what comes after it no lane has.</summary>
    public long Position => _position;

    /// <summary>After which id there may be rows that no lane has.</summary>
    public long FirstUnread => _backlog.Count > 0 ? _backlog.Min(static rest => rest.From) : _position;

    /// <summary>What was read: good until the next time.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>Rows that have changed on disk.</summary>
    public List<Gone> Damaged { get; } = [];

    /// <summary>Rows whose message was deleted by the program.</summary>
    public List<Gone> Deleted { get; } = [];

    /// <summary>Forgets what was read last.</summary>
    public void Begin()
    {
        Rows.Clear();
        Damaged.Clear();
        Deleted.Clear();
        _length = 0;
    }

    /// <summary>Reads on. Moves on with each row, whatever comes of the next.</summary>
    /// <exception cref="SqliteFault">The file does not work; what was read before goes on.</exception>
    public void Read(Connections open, int limit)
    {
        while (_backlog.Count > 0 && Rows.Count < limit)
        {
            var rest = _backlog.Peek();
            if (Read(open, ref rest.From, rest.To, limit, partition => rest.Partitions[partition]))
                _backlog.Dequeue();
        }

        if (Rows.Count < limit)
            Read(open, ref _position, long.MaxValue, limit, _partitions.Owns);
    }

    /// <summary>The message of a row that was read last.</summary>
    public ReadOnlySpan<byte> JsonOf(Row row) => _buffer.AsSpan(row.Offset, row.Length);

    /// <summary>Whether this process has stored a row and counted it as its own.</summary>
    public bool IsOwn(long id, int userHash, long writer) => writer == _writer && !_partitions.IsEarlier(Partitions.Of(userHash), id);

    /// <summary>Reads first what another process has left of partitions, before going on: so the order of each user holds.</summary>
    public void TakeOver(List<int> partitions, bool areTheFirst)
    {
        if (areTheFirst)
        {
            _position = 0;
            return;
        }

        var wanted = new bool[Partitions.Count];
        partitions.ForEach(partition => wanted[partition] = true);
        _backlog.Enqueue(new Backlog(wanted, _position));
    }

    /// <summary>Another file is in the place of the one that was read.</summary>
    public void ForgetBacklog() => _backlog.Clear();

    // Whether there are no more.
    bool Read(Connections open, ref long position, long to, int limit, Func<int, bool> isWanted)
    {
        var looked = 0;
        open.Read.Bind(1, position).Bind(2, to).Bind(3, open.Outbox).Bind(4, RowsAtOnce);
        try
        {
            while (Rows.Count < limit && open.Read.Step())
            {
                looked++;
                position = open.Read.Integer(0);
                var userHash = (int)open.Read.Integer(1);
                if (isWanted(Partitions.Of(userHash)))
                    Take(open, position, userHash);
            }
        }
        finally
        {
            open.Read.Reset();
        }

        return Rows.Count < limit && looked < RowsAtOnce;
    }

    void Take(Connections open, long id, int userHash)
    {
        var (callsHooks, isOwn) = (open.Read.Integer(2) != 0, IsOwn(id, userHash, open.Read.Integer(3)));
        var json = open.Read.Bytes(5);
        if (json.Length == 0)
            Deleted.Add(new Gone(id, isOwn));
        else if (open.Read.Integer(4) != Checksum.Of(json, open.Outbox, userHash, callsHooks))
            Damaged.Add(new Gone(id, isOwn));
        else
            Rows.Add(new Row(id, userHash, callsHooks, !isOwn, Keep(json), json.Length));
    }

    int Keep(ReadOnlySpan<byte> json)
    {
        if (_length + json.Length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + json.Length));
        json.CopyTo(_buffer.AsSpan(_length));
        _length += json.Length;
        return _length - json.Length;
    }

    /// <summary>What another process has left of some partitions, up to where this one has read.</summary>
    sealed class Backlog(bool[] partitions, long to)
    {
        public long From;

        public bool[] Partitions { get; } = partitions;

        public long To { get; } = to;
    }
}
