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

    /// <summary>The fault of a message that lacks an id, or what its type requires.</summary>
    /// <param name="type">The call.</param>
    /// <param name="hasId">Whether it has a user id or an anonymous id.</param>
    /// <param name="form">How it was made: what to do about it depends on that.</param>
    public static MessageFault Lacks(MessageType type, bool hasId, CallForm form)
    {
        var (missing, parameter, property) = (hasId, RequiredMember(type)) switch
        {
            (false, _) => ("it has neither userId nor anonymousId", "userId or anonymousId", "ForContext(\"UserId\", ...)"),
            (_, "event") => ($"it has no event, which {MessageTypes.NameOf(type)} requires", "eventName", "text in the message template, or ForContext(\"Event\", ...)"),
            (_, "groupId") => ($"it has no groupId, which {MessageTypes.NameOf(type)} requires", "groupId", "ForContext(\"GroupId\", ...)"),
            _ => ($"it has no previousId, which {MessageTypes.NameOf(type)} requires", "previousId", "ForContext(\"PreviousId\", ...)"),
        };
        var advice = form switch
        {
            CallForm.Method => $"give the call its argument {parameter}",
            CallForm.Properties => $"give it one, for example with {property}",
            _ => "BeforeSend must leave it one",
        };
        return new MessageFault(DropReason.Invalid, $"{missing}; {advice}");
    }
}

/// <summary>How a message came to be.</summary>
enum CallForm
{
    /// <summary>By properties of a log event.</summary>
    Properties,

    /// <summary>By a typed method, such as <c>Track</c>.</summary>
    Method,

    /// <summary>By <c>BeforeSend</c>.</summary>
    Hook,
}

/// <summary>Why a message will not be queued, in words for the person who must act; never with property values.</summary>
sealed record MessageFault(DropReason Reason, string Description, Exception? Exception = null);
