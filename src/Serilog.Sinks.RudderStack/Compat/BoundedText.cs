using System.Text;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Reads the beginning of a response's text. A text that breaks off is given as far as it came.</summary>
static class BoundedText
{
    public static async Task<string> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var bytes = new byte[limit];
        var length = 0;
        try
        {
#if NET8_0_OR_GREATER
            using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int read;
            while (length < limit && (read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
                length += read;
#else
            using var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
            int read;
            while (length < limit && (read = await stream.ReadAsync(bytes, length, limit - length, cancellationToken).ConfigureAwait(false)) > 0)
                length += read;
#endif
        }
        catch (Exception)
        {
            // The status has arrived and decides; what the text lacks changes nothing.
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
