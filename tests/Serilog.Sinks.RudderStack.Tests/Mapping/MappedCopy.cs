using System.Text;
using System.Text.Json.Nodes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>What mapping made of an event, copied out of the mapper's buffer.</summary>
sealed record MappedCopy(string Json, MessageType Type, int UserHash, MessageFault? Fault)
{
    public JsonObject Message => StrictJson.Parse(Json);

    public JsonNode? this[string member] => Message[member];

    /// <summary>A member found by a path, as JSON text; null if it is not there.</summary>
    public string? At(string path)
    {
        JsonNode? node = Message;
        foreach (var step in path.Split('.'))
        {
            if (node is not JsonObject found || !found.TryGetPropertyValue(step, out node))
                return null;
        }

        return node is null ? "null" : StrictJson.Text(node);
    }

    public static MappedCopy Of(MessageMapper mapper, LogEvent logEvent, MessageType type)
    {
        using var mapped = mapper.Map(logEvent, type);
        return new MappedCopy(Encoding.UTF8.GetString(mapped.Json), mapped.Type, mapped.UserHash, mapped.Fault);
    }
}
