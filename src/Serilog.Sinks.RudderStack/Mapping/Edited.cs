using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>What <c>BeforeSend</c> made of a message.</summary>
/// <param name="Writer">The writer that holds the message; the other one has been given back.</param>
/// <param name="Type">The message's type, which the hook may have changed.</param>
/// <param name="Fits">See <see cref="Composed.Fits"/>.</param>
/// <param name="UserHash">See <see cref="MappedMessage.UserHash"/>.</param>
/// <param name="Fault">What is wrong, its size apart.</param>
readonly record struct Edited(MessageWriter Writer, MessageType Type, bool Fits, int UserHash, MessageFault? Fault);
