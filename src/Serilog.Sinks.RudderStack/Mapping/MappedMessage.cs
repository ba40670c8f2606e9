using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>What mapping made of a log event: a complete JSON message, and why it must not be queued if so.</summary>
/// <remarks>The bytes belong to the mapper and are good until <see cref="Dispose"/>, on the same thread.</remarks>
readonly ref struct MappedMessage
{
    readonly MessageWriter _writer;

    public MappedMessage(MessageWriter writer, MessageType type, int userHash, MessageFault? fault)
    {
        _writer = writer;
        Type = type;
        UserHash = userHash;
        Fault = fault;
    }

    /// <summary>The whole message, the unset <c>sentAt</c> slot included; a JSON object also when there is a fault.</summary>
    public ReadOnlySpan<byte> Json => _writer.Written;

    public MessageType Type { get; }

    /// <summary>The same for all messages of one user (<c>userId</c>, else <c>anonymousId</c>), which must keep their order.</summary>
    public int UserHash { get; }

    public MessageFault? Fault { get; }

    public void Dispose() => MessageWriter.Return(_writer);
}
