using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>What became of writing a message.</summary>
/// <param name="Fits">Whether the message is whole; false if it was cut at the writer's ceiling.</param>
/// <param name="UserHash">See <see cref="MappedMessage.UserHash"/>.</param>
/// <param name="Fault">What is wrong, its size apart.</param>
readonly record struct Composed(bool Fits, int UserHash, MessageFault? Fault);
