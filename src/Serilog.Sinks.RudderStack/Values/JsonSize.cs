using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Finds out whether a text of parsed JSON is too long to be read, before it is copied: it does not say its length.</summary>
/// <remarks>It is written, to a buffer that is refused to it when it asks for too much.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but this object, which the thread keeps.")]
sealed class JsonSize : IBufferWriter<byte>
{
    // What a writer asks for at most, for text that has to be escaped.
    const int GrowthByEscaping = 6;
    const int Overhead = 64;

    [ThreadStatic]
    static JsonSize? _current;

    readonly byte[] _buffer = new byte[1024];
    readonly Utf8JsonWriter _writer;
    long _limit;

    JsonSize() => _writer = new Utf8JsonWriter(this, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static bool IsBeyond(long bytes, JsonElement text)
    {
        var size = _current ??= new JsonSize();
        size._limit = (GrowthByEscaping * bytes) + Overhead;
        try
        {
            size._writer.Reset(size);
            text.WriteTo(size._writer);
            size._writer.Flush();
            return false;
        }
        catch (BeyondException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            // Lone surrogates, which are read another way.
            return false;
        }
    }

    public void Advance(int count)
    {
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _limit)
            throw new BeyondException();
        return sizeHint > _buffer.Length ? new byte[sizeHint] : _buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    sealed class BeyondException : Exception;
}
