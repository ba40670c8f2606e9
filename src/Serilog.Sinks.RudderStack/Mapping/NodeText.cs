using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Reads scalars of an edited message as text.</summary>
static class NodeText
{
    /// <summary>The text; null if it is missing, blank or no scalar.</summary>
    public static string? Of(JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;

        var text = value.TryGetValue<string>(out var given) ? given : value.ToJsonString().Trim('"');
        return InvisibleCharacters.IsBlank(text) ? null : text;
    }
}
