using System.Reflection;

namespace RudderStack.Local.Live;

/// <summary>One file of the live page, read from the assembly when it is first wanted.</summary>
sealed class LiveFile
{
    readonly string _contentType;
    readonly Lazy<byte[]> _content;

    public LiveFile(string name, string contentType)
    {
        _contentType = contentType;
        _content = new Lazy<byte[]>(() => Read(name));
    }

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = _contentType;
        response.ContentLength = _content.Value.Length;

        // A newer data plane on the same port must not meet an older page.
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(_content.Value, context.RequestAborted).ConfigureAwait(false);
    }

    static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"live/{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
