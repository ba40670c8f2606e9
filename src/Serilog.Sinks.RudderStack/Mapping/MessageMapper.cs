using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Turns log events into RudderStack messages, on the caller's thread.</summary>
sealed class MessageMapper
{
    readonly EventClassifier _classifier;
    readonly MessageComposer _composer;
    readonly BeforeSendHook? _beforeSend;
    readonly int _limit;
    readonly int _ceiling;

    public MessageMapper(SinkSettings settings)
    {
        _classifier = new EventClassifier(settings.Mapping.Names.EventType);
        _composer = new MessageComposer(settings.Mapping);
        _beforeSend = settings.BeforeSend is { } hook ? new BeforeSendHook(hook, MessageWriter.CeilingFor(settings.MaxMessageBytes)) : null;
        _limit = settings.MaxMessageBytes;
        _ceiling = MessageWriter.CeilingFor(_limit);
        CaptureWork.Allow(_limit);
    }

    /// <summary>Whether an event is analytics, and which call. Allocates nothing.</summary>
    public bool TryRecognise(LogEvent logEvent, out MessageType type) => _classifier.TryRecognise(logEvent, out type);

    /// <summary>Writes the message of a recognised event. Never throws.</summary>
    public MappedMessage Map(LogEvent logEvent, MessageType type)
    {
        CaptureWork.StopCounting();
        var writer = MessageWriter.Rent(_ceiling);
        try
        {
            var composed = _composer.Compose(logEvent, type, writer);
            var fault = composed.Fault ?? Measure(writer, composed.Fits);
            if (fault is not null || _beforeSend is null)
                return new MappedMessage(writer, type, composed.UserHash, fault);

            var edited = _beforeSend.Run(writer, type, composed.UserHash);
            return new MappedMessage(edited.Writer, edited.Type, edited.UserHash, edited.Fault ?? Measure(edited.Writer, edited.Fits));
        }
        catch (Exception exception)
        {
            // Values that throw are contained where they are read, so this is for the unforeseen: it must not reach the log call.
            writer.Truncate(0);
            MessageHeads.TryWrite(writer, type, messageId: null);
            writer.Raw(SentAt.Tail);
            return new MappedMessage(writer, type, userHash: 0, new MessageFault(DropReason.Invalid, "it could not be written", exception));
        }
    }

    MessageFault? Measure(MessageWriter writer, bool fits) =>
        fits ? MessageSize.Check(writer.Written, _limit) : MessageSize.GivenUp(_ceiling, _limit);
}
