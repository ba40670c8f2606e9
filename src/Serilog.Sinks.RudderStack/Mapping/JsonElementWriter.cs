using System.Globalization;
using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes parsed JSON with the escaping, the integer rule and the depth limit of mapped messages.</summary>
static class JsonElementWriter
{
    /// <param name="writer">Takes the value.</param>
    /// <param name="element">The value.</param>
    /// <param name="depth">The number of objects and arrays around it.</param>
    public static void Write(MessageWriter writer, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth >= ValueWriter.MaxDepth:
                writer.Null();
                break;
            case JsonValueKind.Object:
                WriteObject(writer, element, depth);
                break;
            case JsonValueKind.Array:
                WriteArray(writer, element, depth);
                break;
            case JsonValueKind.String:
                writer.Text(element.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteNumber(writer, element);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Boolean(element.GetBoolean());
                break;
            default:
                writer.Null();
                break;
        }
    }

    static void WriteObject(MessageWriter writer, JsonElement element, int depth)
    {
        // Parsed JSON may hold a name twice; the server would keep the first.
        var written = new HashSet<string>(StringComparer.Ordinal);
        writer.Raw((byte)'{');
        foreach (var member in element.EnumerateObject())
        {
            if (writer.IsFull)
                return;
            if (!written.Add(member.Name))
                continue;

            if (written.Count > 1)
                writer.Raw((byte)',');
            writer.Text(member.Name);
            writer.Raw((byte)':');
            Write(writer, member.Value, depth + 1);
        }

        writer.Raw((byte)'}');
    }

    static void WriteArray(MessageWriter writer, JsonElement element, int depth)
    {
        var separator = ""u8;
        writer.Raw((byte)'[');
        foreach (var item in element.EnumerateArray())
        {
            if (writer.IsFull)
                return;

            writer.Raw(separator);
            separator = ","u8;
            Write(writer, item, depth + 1);
        }

        writer.Raw((byte)']');
    }

    // As it was spelled, unless it is an integer that a double cannot hold.
    static void WriteNumber(MessageWriter writer, JsonElement element)
    {
        var digits = element.GetRawText();
        if (IsTooLong(digits))
            writer.Text(digits);
        else
            Utf8(writer, digits);
    }

    static bool IsTooLong(string digits)
    {
        foreach (var c in digits)
        {
            if (c is not ('-' or (>= '0' and <= '9')))
                return false;
        }

        return !long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            || value is < -MessageWriter.LargestExactInteger or > MessageWriter.LargestExactInteger;
    }

    static void Utf8(MessageWriter writer, string ascii)
    {
        var bytes = writer.Claim(ascii.Length);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)ascii[i];
    }
}
