using RudderStack.Local.Gateway;

namespace RudderStack.Local.Server;

/// <summary>A request's body: how much came, and its content if it could be read.</summary>
readonly record struct RequestBody(int WireBytes, byte[]? Content)
{
    public static async Task<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var wire = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, 8 * 1024 * 1024));
        try
        {
            await request.Body.CopyToAsync(wire, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return new RequestBody((int)wire.Length, null);
        }

        var length = (int)wire.Length;

        // Exactly this spelling; any other encoding is left as it is.
        if (request.Headers.ContentEncoding is not ["gzip", ..])
            return new RequestBody(length, wire.ToArray());
        return new RequestBody(length, Gzip.Read(new ArraySegment<byte>(wire.GetBuffer(), 0, length)));
    }
}
