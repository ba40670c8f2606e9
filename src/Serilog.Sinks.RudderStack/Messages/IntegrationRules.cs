namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>What the server reads in <c>integrations</c>. Anything else it would ignore, or deliver the message to nobody.</summary>
static class IntegrationRules
{
    /// <summary>The default for the destinations that are not named.</summary>
    public const string All = "All";

    /// <summary>Whether a name was meant for <see cref="All"/> but is another to the server, which would then not restrict anything.</summary>
    public static bool IsMisspeltAll(string destination) =>
        destination != All && destination.Equals(All, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a switch that came as text, as it does from configuration files.</summary>
    public static bool TryReadSwitch(string text, out bool isOn) => bool.TryParse(text.Trim(), out isOn);

    public static MessageFault NoObject() => new(
        DropReason.Invalid, "its integrations are no object, so the server would deliver it to no destination; log an object with @");

    public static MessageFault NoSwitch(string destination) => new(
        DropReason.Invalid,
        destination.Equals(All, StringComparison.OrdinalIgnoreCase)
            ? "in its integrations All must be true or false, and be spelled so"
            : $"in its integrations {destination} is neither true nor false nor an object");
}
