namespace RudderStack.Local.Gateway;

/// <summary>A request's body: how much came, and its content if it was wanted and could be read.</summary>
readonly record struct RequestBody(int WireBytes, byte[]? Content)
{
    /// <summary>
    /// How many bytes of a body are kept, compressed and again uncompressed. The gateway has no such limit and checks
    /// events even of a body that it then finds too large, so this is above what it takes.
    /// </summary>
    const int MaxBytes = 4 * RudderGateway.MaxRequestBytes;

    /// <summary>Whether the body has more than is ever looked at. Its content is null then.</summary>
    public bool IsBeyondAll { get; private init; }

    public static async Task<RequestBody> ReadAsync(HttpRequest request, bool wantsContent, CancellationToken cancellationToken)
    {
        var mostKept = wantsContent ? MaxBytes : 0;
        using var kept = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, mostKept));
        var buffer = new byte[16 * 1024];
        long length = 0;
        try
        {
            while (await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                length += count;
                if (length <= mostKept)
                    kept.Write(buffer, 0, count);
            }
        }
        catch (IOException)
        {
            return new RequestBody(Saturated(length), null);
        }

        if (!wantsContent)
            return new RequestBody(Saturated(length), null);
        if (length > MaxBytes)
            return new RequestBody(Saturated(length), null) { IsBeyondAll = true };

        // Exactly this spelling; any other encoding is left as it is.
        if (request.Headers.ContentEncoding is not ["gzip", ..])
            return new RequestBody((int)length, kept.ToArray());
        var content = Gzip.Read(new ArraySegment<byte>(kept.GetBuffer(), 0, (int)length), MaxBytes, out var isLonger);
        return new RequestBody((int)length, content) { IsBeyondAll = isLonger };
    }

    static int Saturated(long length) => (int)Math.Min(length, int.MaxValue);
}
