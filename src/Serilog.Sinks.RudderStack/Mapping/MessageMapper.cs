using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Turns log events into RudderStack messages, on the caller's thread.</summary>
sealed class MessageMapper
{
    readonly SinkSettings _settings;

    public MessageMapper(SinkSettings settings) => _settings = settings;

    /// <summary>Whether an event is analytics, and which call. Allocates nothing.</summary>
    public bool TryRecognise(LogEvent logEvent, out MessageType type) => throw new NotSupportedException(_settings.ToString());

    /// <summary>Writes the message of a recognised event. Never throws.</summary>
    public MappedMessage Map(LogEvent logEvent, MessageType type) => throw new NotSupportedException(_settings.ToString());
}
