using System.IO.Compression;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The body of one request: <c>{"batch":[...]}</c>, gzipped or not.</summary>
/// <remarks>
/// Reused by its sender. The messages are put together first and compressed as one piece: the compressor's call for each
/// message costs more than copying it.
/// </remarks>
sealed class Payload
{
    /// <summary>The bytes of the envelope around the messages.</summary>
    public const int EnvelopeLength = 12;

    /// <summary>The bytes of the comma between two messages.</summary>
    public const int SeparatorLength = 1;

    static readonly byte[] Opening = "{\"batch\":["u8.ToArray();
    static readonly byte[] Closing = "]}"u8.ToArray();

    readonly bool _gzip;
    readonly byte[] _sentAt = new byte[SentAt.Width];
    MemoryStream _plain = NewBody();
    MemoryStream _compressed = NewBody();

    public Payload(bool gzip) => _gzip = gzip;

    /// <summary>The body as it goes over the wire.</summary>
    public ArraySegment<byte> Body => WrittenTo(_gzip ? _compressed : _plain);

    /// <summary>The length of the body before compression.</summary>
    public int UncompressedLength { get; private set; }

    /// <summary>The length of the body as it goes over the wire; known also when the body has been given up.</summary>
    public int WireLength { get; private set; }

    /// <summary>Writes the body for one attempt, with that attempt's <c>sentAt</c> in every message.</summary>
    public void Write(ReadOnlySpan<QueuedMessage> messages, DateTimeOffset sentAt)
    {
        SentAt.Format(sentAt, _sentAt);
        Wipe(_plain);
        _plain.Write(Opening, 0, Opening.Length);
        for (var i = 0; i < messages.Length; i++)
        {
            if (i > 0)
                _plain.WriteByte((byte)',');
            messages[i].StampSentAt(_sentAt);
            var json = messages[i].Segment;
            _plain.Write(json.Array!, json.Offset, json.Count);
        }

        _plain.Write(Closing, 0, Closing.Length);
        UncompressedLength = (int)_plain.Length;
        if (_gzip)
            Compress();
        WireLength = Body.Count;
    }

    /// <summary>Gives up the buffer, because a handler that did not end its request properly may still read it.</summary>
    public void Abandon()
    {
        if (_gzip)
            _compressed = NewBody();
        else
            _plain = NewBody();
    }

    static MemoryStream NewBody() => new();

    void Compress()
    {
        Wipe(_compressed);
        using var gzip = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(_plain.GetBuffer(), 0, (int)_plain.Length);
    }

    // What users logged must not linger behind a shorter body.
    static void Wipe(MemoryStream stream)
    {
        stream.GetBuffer().AsSpan(0, (int)stream.Length).Clear();
        stream.SetLength(0);
    }

    static ArraySegment<byte> WrittenTo(MemoryStream stream) => new(stream.GetBuffer(), 0, (int)stream.Length);
}
