namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes JSON as UTF-8 into a buffer that the thread keeps for its next message.</summary>
sealed class MessageWriter
{
    [ThreadStatic]
    static MessageWriter? _cached;

    readonly byte[] _buffer = new byte[1024];

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, 0);

    public static void Return(MessageWriter writer) => _cached ??= writer;
}
