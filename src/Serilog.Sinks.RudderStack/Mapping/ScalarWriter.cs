using System.Buffers.Text;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes the scalars that Serilog captures.</summary>
static class ScalarWriter
{
    const int GuidWidth = 36;

    public static void Write(MessageWriter writer, ScalarValue scalar)
    {
        if (scalar is ExactNumber)
            writer.ExactNumber(scalar.Value!);
        else
            Write(writer, scalar.Value);
    }

    public static void Write(MessageWriter writer, object? value)
    {
        // Each case tests for one type, so the common ones come first.
        switch (value)
        {
            case null:
                writer.Null();
                break;
            case string text:
                writer.Text(text);
                break;
            case int number:
                writer.Number(number);
                break;
            case double number:
                writer.Number(number);
                break;
            case bool flag:
                writer.Boolean(flag);
                break;
            case long number:
                writer.Number(number);
                break;
            case decimal number:
                writer.Number(number);
                break;
            case DateTime time:
                UtcTime.Write(writer, UtcTime.Of(time));
                break;
            case DateTimeOffset time:
                UtcTime.Write(writer, time);
                break;
            case Guid guid:
                WriteGuid(writer, guid);
                break;
            default:
                WriteUncommon(writer, value);
                break;
        }
    }

    static void WriteUncommon(MessageWriter writer, object value)
    {
        switch (value)
        {
            case float number:
                writer.Number(number);
                break;
            case uint number:
                writer.Number((long)number);
                break;
            case ulong number:
                writer.Number(number);
                break;
            case short number:
                writer.Number((long)number);
                break;
            case ushort number:
                writer.Number((long)number);
                break;
            case byte number:
                writer.Number((long)number);
                break;
            case sbyte number:
                writer.Number((long)number);
                break;
            case nint number:
                writer.Number((long)number);
                break;
            case nuint number:
                writer.Number((ulong)number);
                break;
            default:
                WriteText(writer, ScalarText.OrReplacement(value));
                break;
        }
    }

    static void WriteText(MessageWriter writer, string? text)
    {
        if (text is null)
            writer.Null();
        else
            writer.Text(text);
    }

    public static void WriteGuid(MessageWriter writer, Guid guid)
    {
        Span<byte> text = stackalloc byte[GuidWidth];
        Utf8Formatter.TryFormat(guid, text, out _);
        writer.Raw((byte)'"');
        writer.Raw(text);
        writer.Raw((byte)'"');
    }
}
