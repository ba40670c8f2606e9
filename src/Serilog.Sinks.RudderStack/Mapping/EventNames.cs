using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Finds the name of a track event, page or screen.</summary>
/// <remarks>
/// The rendered message is never used: each distinct name is a table in a warehouse, and it would make one for each order.
/// </remarks>
sealed class EventNames
{
    readonly TemplateShapes _templates;

    public EventNames(TemplateShapes templates) => _templates = templates;

    /// <summary>What was tracked; null if nothing tells.</summary>
    public string? OfTrack(EventParts parts) =>
        parts.Text(ReservedProperty.Event)
        ?? parts.Text(ReservedProperty.EventName)
        ?? OfEventId(parts[ReservedProperty.EventId])
        ?? OfTemplate(parts);

    /// <summary>What was viewed; null if nothing tells.</summary>
    public string? OfView(EventParts parts) => parts.Text(ReservedProperty.Name) ?? OfTemplate(parts);

    string? OfTemplate(EventParts parts)
    {
        var name = _templates.Get(parts.Event.MessageTemplate).Name;
        return InvisibleCharacters.IsBlank(name) ? null : name;
    }

    static string? OfEventId(LogEventPropertyValue? eventId)
    {
        if (eventId is not StructureValue structure)
            return null;

        for (var i = 0; i < structure.Properties.Count; i++)
        {
            if (structure.Properties[i] is { Name: "Name", Value: ScalarValue { Value: string name } } && !InvisibleCharacters.IsBlank(name))
                return name;
        }

        return null;
    }
}
