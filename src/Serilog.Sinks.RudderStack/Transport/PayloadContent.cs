using System.Net;
using System.Net.Http.Headers;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>A payload as HTTP content, without another copy, that knows whether the handler is done with it.</summary>
sealed class PayloadContent : ByteArrayContent
{
    int _begun;
    int _ended;

    public PayloadContent(ArraySegment<byte> body, bool gzip)
        : base(body.Array!, body.Offset, body.Count)
    {
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (gzip)
            Headers.ContentEncoding.Add("gzip");
    }

    /// <summary>Whether the body has been read to its end; until then the handler may still hold on to the buffer.</summary>
    /// <remarks>A handler that retries reads it several times, and each time to its end.</remarks>
    public bool IsSent => Volatile.Read(ref _ended) is > 0 and var ended && ended == Volatile.Read(ref _begun);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Interlocked.Increment(ref _begun);
        await base.SerializeToStreamAsync(stream, context).ConfigureAwait(false);
        Interlocked.Increment(ref _ended);
    }
}
