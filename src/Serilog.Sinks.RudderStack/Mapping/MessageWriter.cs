namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>The buffer into which a message is written, kept by the thread for its next message.</summary>
/// <remarks>Members are written by the caller, commas included. How values look is in <see cref="JsonText"/>, <see cref="JsonNumbers"/> and <see cref="ScalarWriter"/>.</remarks>
sealed class MessageWriter
{
    // So that the report of a message that is somewhat too large can say how large, and what is.
    const int CeilingInMessages = 4;

    // The head of a message has to fit, whatever its limit.
    const int LeastCeiling = 128 * 1024;

    // The largest that MaxMessageBytes may be; for what is written once and kept.
    const int LargestLimit = 4_096_000;

    const int InitialCapacity = 4096;
    const int LargestKept = 64 * 1024;

    [ThreadStatic]
    static MessageWriter? _cached;

    byte[] _buffer = new byte[InitialCapacity];

    MessageWriter()
    {
    }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Position);

    public int Position { get; private set; }

    /// <summary>Writing stops at this size. A message of it cannot be sent, and a value may be a graph without end.</summary>
    public int Ceiling { get; private set; }

    /// <summary>Whether the ceiling was reached; nothing more is written then.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes the thread's writer out of its place, so that a log call made while it is in use gets another.</summary>
    /// <param name="limit">The largest message that may be sent.</param>
    public static MessageWriter Rent(int limit = LargestLimit)
    {
        var writer = _cached ?? new MessageWriter();
        _cached = null;
        writer.Ceiling = CeilingFor(limit);
        return writer;
    }

    static int CeilingFor(int limit) => Math.Max(CeilingInMessages * limit, LeastCeiling);

    /// <summary>Gives a writer back, emptied: what users logged must not linger.</summary>
    public static void Return(MessageWriter writer)
    {
        if (writer._buffer.Length > LargestKept)
            return;

        Array.Clear(writer._buffer, 0, writer.Position);
        writer.Position = 0;
        writer.IsFull = false;
        _cached = writer;
    }

    /// <summary>Forgets everything from a position on, a reached ceiling included.</summary>
    public void Truncate(int position)
    {
        Array.Clear(_buffer, position, Position - position);
        Position = position;
        IsFull = false;
    }

    public void Raw(ReadOnlySpan<byte> utf8)
    {
        if (!TryReserve(utf8.Length))
            return;

        utf8.CopyTo(_buffer.AsSpan(Position));
        Position += utf8.Length;
    }

    public void Raw(byte ascii)
    {
        if (TryReserve(1))
            _buffer[Position++] = ascii;
    }

    /// <summary>Makes room for bytes of known number, for the caller to fill. Empty when the writer is full.</summary>
    public Span<byte> Claim(int width)
    {
        if (!TryReserve(width))
            return default;

        var claimed = _buffer.AsSpan(Position, width);
        Position += width;
        return claimed;
    }

    /// <summary>Room for at least so many bytes, of which <see cref="Advance"/> says how many were filled. Empty when the writer is full.</summary>
    public Span<byte> Reserve(long width) => TryReserve(width) ? _buffer.AsSpan(Position) : default;

    public void Advance(int count) => Position += count;

    public void Null() => Raw("null"u8);

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    bool TryReserve(long count)
    {
        if (!IsFull && count <= _buffer.Length - Position)
            return true;

        return TryGrow(count);
    }

    bool TryGrow(long count)
    {
        var needed = Position + count;
        if (IsFull || needed > Ceiling)
        {
            IsFull = true;
            return false;
        }

        var larger = new byte[Math.Max(needed, Math.Min(2L * _buffer.Length, Ceiling))];
        Written.CopyTo(larger);
        Array.Clear(_buffer, 0, Position);
        _buffer = larger;
        return true;
    }
}
