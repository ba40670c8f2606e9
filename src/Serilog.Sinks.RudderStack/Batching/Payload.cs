using System.IO.Compression;
using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The body of one request: <c>{"batch":[...]}</c>, gzipped or not.</summary>
/// <remarks>Reused by its sender. Messages are written straight from their buffers; there is no second copy of the JSON.</remarks>
sealed class Payload
{
    /// <summary>The bytes of the envelope around the messages.</summary>
    public const int EnvelopeLength = 12;

    /// <summary>The bytes of the comma between two messages.</summary>
    public const int SeparatorLength = 1;

    static readonly byte[] Opening = "{\"batch\":["u8.ToArray();
    static readonly byte[] Closing = "]}"u8.ToArray();
    static readonly byte[] Separator = ","u8.ToArray();

    readonly bool _gzip;
    readonly byte[] _sentAt = new byte[SentAt.Width];
    MemoryStream _body = NewBody();

    public Payload(bool gzip) => _gzip = gzip;

    /// <summary>The body as it goes over the wire.</summary>
    public ArraySegment<byte> Body => new(_body.GetBuffer(), 0, (int)_body.Length);

    /// <summary>The length of the body before compression.</summary>
    public int UncompressedLength { get; private set; }

    /// <summary>Writes the body for one attempt, with that attempt's <c>sentAt</c> in every message.</summary>
    [MethodImpl(Jit.Hot)]
    public void Write(ReadOnlySpan<QueuedMessage> messages, DateTimeOffset sentAt)
    {
        SentAt.Format(sentAt, _sentAt);
        Wipe();
        UncompressedLength = 0;
        if (!_gzip)
        {
            WriteTo(_body, messages);
            return;
        }

        using var gzip = new GZipStream(_body, CompressionLevel.Fastest, leaveOpen: true);
        WriteTo(gzip, messages);
    }

    /// <summary>Gives up the buffer, because a handler that did not end its request properly may still read it.</summary>
    public void Abandon() => _body = NewBody();

    static MemoryStream NewBody() => new(capacity: 16 * 1024);

    [MethodImpl(Jit.Hot)]
    void Wipe()
    {
        _body.GetBuffer().AsSpan(0, (int)_body.Length).Clear();
        _body.SetLength(0);
    }

    [MethodImpl(Jit.Hot)]
    void WriteTo(Stream stream, ReadOnlySpan<QueuedMessage> messages)
    {
        Write(stream, new ArraySegment<byte>(Opening));
        for (var i = 0; i < messages.Length; i++)
        {
            if (i > 0)
                Write(stream, new ArraySegment<byte>(Separator));
            messages[i].StampSentAt(_sentAt);
            Write(stream, messages[i].Segment);
        }

        Write(stream, new ArraySegment<byte>(Closing));
    }

    [MethodImpl(Jit.Hot)]
    void Write(Stream stream, ArraySegment<byte> bytes)
    {
        stream.Write(bytes.Array!, bytes.Offset, bytes.Count);
        UncompressedLength += bytes.Count;
    }
}
