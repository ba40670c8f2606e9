using System.Text.Json;
using RudderStack.Local.Plans;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Api;

/// <summary>What was found by tracking plans, as JSON.</summary>
static class ViolationsJson
{
    /// <summary>The members of all messages together.</summary>
    public static void WriteSums(Utf8JsonWriter writer, PlanChecks plans, PlanSums sums)
    {
        WriteTexts(writer, "plans", plans.PlanNames);
        WriteTexts(writer, "notices", plans.Notices);
        writer.WriteNumber("violating", sums.Violating);
        writer.WriteNumber("dropped", sums.Dropped);
        writer.WriteStartObject("counts");
        foreach (var (type, count) in sums.Counts)
            writer.WriteNumber(type, count);
        writer.WriteEndObject();
    }

    /// <summary>The members of one message.</summary>
    public static void WriteFinding(Utf8JsonWriter writer, PlanFinding finding)
    {
        writer.WriteBoolean("dropped", finding.IsDropped);
        writer.WriteNumber("count", finding.Count);
        writer.WriteStartArray("violations");
        foreach (var violation in finding.Violations)
        {
            writer.WriteStartObject();
            writer.WriteString("type", violation.Type);
            writer.WriteString("property", violation.Property);
            writer.WriteString("instancePath", violation.InstancePath);
            writer.WriteString("text", violation.Text);
            writer.WriteBoolean("dropped", violation.IsDropped);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
