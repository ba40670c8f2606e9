using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RudderStack.Local.Storage;

/// <summary>What a message takes in memory.</summary>
static class JsonSize
{
    /// <summary>What <see cref="JsonDocument"/> keeps of each token beside the text.</summary>
    const int BytesPerToken = 12;

    const int Overhead = 64;

    static readonly SearchValues<byte> Separators = SearchValues.Create(",:{}[]"u8);

    /// <summary>At least what the message takes: separators in strings are counted, too, since to find them costs more.</summary>
    public static long Of(JsonElement message)
    {
        var json = JsonMarshal.GetRawUtf8Value(message);
        var tokens = 1L;
        for (var rest = json; rest.IndexOfAny(Separators) is >= 0 and var separator; rest = rest[(separator + 1)..])
            tokens++;
        return Overhead + json.Length + (BytesPerToken * tokens);
    }
}
