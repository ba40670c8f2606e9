namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>Why a message will not be queued, in words for the person who must act; never with property values.</summary>
sealed record MessageFault(DropReason Reason, string Description, Exception? Exception = null);
