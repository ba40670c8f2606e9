namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>What a call must have, by the gateway's rules and RudderStack's event specification.</summary>
static class MessageRules
{
    /// <summary>The member that a call requires besides an id; null if there is none.</summary>
    public static string? RequiredMember(MessageType type) => type switch
    {
        MessageType.Track => "event",
        MessageType.Group => "groupId",
        MessageType.Alias => "previousId",
        _ => null,
    };

    /// <summary>The fault of a message, or null.</summary>
    public static MessageFault? Check(MessageType type, bool hasId, bool hasRequiredMember)
    {
        if (!hasId)
            return new MessageFault(DropReason.Invalid, "it has neither userId nor anonymousId; give it one, for example with ForContext(\"UserId\", ...)");

        return hasRequiredMember || RequiredMember(type) is null ? null : Lacks(type);
    }

    static MessageFault Lacks(MessageType type) =>
        new(DropReason.Invalid, $"it has no {RequiredMember(type)}, which {MessageTypes.NameOf(type)} requires");
}
