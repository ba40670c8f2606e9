using System.Text.Json;

namespace RudderStack.Local;

/// <summary>One way in which a message differs from its tracking plan.</summary>
public sealed record PlanViolation
{
    /// <summary>The type of a track event that the plan does not have.</summary>
    public const string UnplannedEvent = "Unplanned-Event";

    /// <summary>The type of a property that the plan does not have, where it allows no others.</summary>
    public const string AdditionalProperties = "Additional-Properties";

    /// <summary>The type of a value of another type than the plan's.</summary>
    public const string DatatypeMismatch = "Datatype-Mismatch";

    /// <summary>The type of a required property that is missing.</summary>
    public const string RequiredMissing = "Required-Missing";

    /// <summary>The type of a value that breaks another rule: an enum, a length, a pattern, a format, a bound, a case.</summary>
    public const string AdvanceRulesViolation = "Advance-Rules-Violation";

    /// <summary>The type of everything else, such as a value that is nested too deep to be checked.</summary>
    public const string UnknownViolation = "Unknown-Violation";

    /// <summary>The type, by RudderStack's name for it: one of this class's constants.</summary>
    public required string Type { get; init; }

    /// <summary>The property's name, or null when the violation is about the event as a whole.</summary>
    public string? Property { get; init; }

    /// <summary>
    /// The JSON pointer of the value in the message. Of a property that is missing or not planned it is the object's, as on
    /// the server; empty for the message itself.
    /// </summary>
    public string InstancePath { get; init; } = "";

    /// <summary>What is wrong and what the plan expects, in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the settings of the source make RudderStack drop the whole event for it.</summary>
    public bool IsDropped { get; init; }

    /// <summary>The message, as it is stored.</summary>
    public JsonElement Message { get; init; }

    internal static IReadOnlyList<string> Types { get; } =
        [UnplannedEvent, AdditionalProperties, DatatypeMismatch, RequiredMissing, AdvanceRulesViolation, UnknownViolation];

    /// <summary>Type and text.</summary>
    public override string ToString() => $"{Type}: {Text}";
}
