using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes JSON nodes with the escaping, the integer rule and the depth limit of mapped messages.</summary>
static class JsonNodeWriter
{
    /// <summary>A comma and a name, for a member that is not an object's first.</summary>
    public static void WriteName(MessageWriter writer, string name)
    {
        writer.Raw((byte)',');
        writer.Text(name);
        writer.Raw((byte)':');
    }

    /// <param name="writer">Takes the value.</param>
    /// <param name="node">The value; null gives null.</param>
    /// <param name="depth">The number of objects and arrays around it.</param>
    public static void Write(MessageWriter writer, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject or JsonArray when depth >= ValueWriter.MaxDepth:
                writer.Null();
                break;
            case JsonObject members:
                WriteObject(writer, members, depth);
                break;
            case JsonArray elements:
                WriteArray(writer, elements, depth);
                break;
            case JsonValue value:
                WriteValue(writer, value, depth);
                break;
            default:
                writer.Null();
                break;
        }
    }

    static void WriteObject(MessageWriter writer, JsonObject members, int depth)
    {
        var separator = ""u8;
        writer.Raw((byte)'{');
        foreach (var member in members)
        {
            if (writer.IsFull)
                return;

            writer.Raw(separator);
            separator = ","u8;
            writer.Text(member.Key);
            writer.Raw((byte)':');
            Write(writer, member.Value, depth + 1);
        }

        writer.Raw((byte)'}');
    }

    static void WriteArray(MessageWriter writer, JsonArray elements, int depth)
    {
        var separator = ""u8;
        writer.Raw((byte)'[');
        foreach (var element in elements)
        {
            if (writer.IsFull)
                return;

            writer.Raw(separator);
            separator = ","u8;
            Write(writer, element, depth + 1);
        }

        writer.Raw((byte)']');
    }

    static void WriteValue(MessageWriter writer, JsonValue value, int depth)
    {
        if (!value.TryGetValue<object>(out var content))
            WriteSerialised(writer, value, depth);
        else if (content is JsonElement element)
            JsonElementWriter.Write(writer, element, depth);
        else if (content is string or bool or DateTime or DateTimeOffset or Guid or decimal or double or float || IsInteger(content))
            ScalarWriter.Write(writer, content);
        else
            WriteSerialised(writer, value, depth);
    }

    static bool IsInteger(object value) => value is int or long or uint or ulong or short or ushort or byte or sbyte;

    // Whatever else the hook has wrapped: only the node knows how it becomes JSON.
    static void WriteSerialised(MessageWriter writer, JsonValue value, int depth)
    {
        try
        {
            using var document = JsonDocument.Parse(value.ToJsonString());
            JsonElementWriter.Write(writer, document.RootElement, depth);
        }
        catch (Exception)
        {
            // The value is replaced and the message survives.
            writer.Null();
        }
    }
}
