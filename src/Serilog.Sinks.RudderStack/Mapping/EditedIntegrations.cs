using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes the <c>integrations</c> of an edited message, by the rules that <see cref="IntegrationsWriter"/> keeps.</summary>
static class EditedIntegrations
{
    public static MessageFault? Write(MessageWriter writer, JsonNode? node)
    {
        if (node is null)
            return null;
        if (node is not JsonObject integrations)
            return IntegrationRules.NoObject();
        if (integrations.All(member => member.Value is null))
            return null;

        MessageFault? fault = null;
        var separator = "{"u8;
        writer.Raw(",\"integrations\":"u8);
        foreach (var member in integrations)
        {
            if (member.Value is null)
                continue;

            writer.Raw(separator);
            separator = ","u8;
            writer.Text(member.Key);
            writer.Raw((byte)':');
            if (TryReadSwitch(member.Value, out var isOn))
                writer.Boolean(isOn);
            else
                JsonNodeWriter.Write(writer, member.Value, depth: 2);

            if (!IsGood(member.Key, member.Value))
                fault ??= IntegrationRules.NoSwitch(member.Key);
        }

        writer.Raw((byte)'}');
        return fault;
    }

    static bool IsGood(string destination, JsonNode? node)
    {
        if (IntegrationRules.IsMisspeltAll(destination))
            return false;

        return TryReadSwitch(node, out _) || (destination != IntegrationRules.All && node is JsonObject);
    }

    static bool TryReadSwitch(JsonNode? node, out bool isOn)
    {
        isOn = false;
        return node is JsonValue value
            && (value.TryGetValue(out isOn) || (value.TryGetValue<string>(out var text) && IntegrationRules.TryReadSwitch(text, out isOn)));
    }
}
