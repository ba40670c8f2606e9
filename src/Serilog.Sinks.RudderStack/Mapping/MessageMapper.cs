using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Turns log events into RudderStack messages, on the caller's thread.</summary>
sealed class MessageMapper
{
    readonly PropertyNames _names;
    readonly MappingReports _reports;
    readonly CaptureReports _captureReports;
    readonly EventClassifier _classifier;
    readonly EventReader _reader;
    readonly MessageComposer _composer;
    readonly BeforeSendHook? _beforeSend;

    // Without the defaults, which a message that was edited has already, or has no more.
    readonly MessageComposer _editedComposer;
    readonly int _limit;
    readonly int _memberLimit;

    public MessageMapper(SinkSettings settings)
    {
        var mapping = settings.Mapping;
        _reports = new MappingReports(settings.Reports);
        _captureReports = new CaptureReports(settings.Reports);
        _names = new PropertyNames(mapping);
        _classifier = new EventClassifier(mapping.Names.EventType, settings.Reports);
        _reader = new EventReader(mapping, _names, _reports);
        _composer = new MessageComposer(_names, mapping.DefaultContext, mapping.DefaultIntegrations);
        _editedComposer = new MessageComposer(_names, defaultContext: null, defaultIntegrations: null);
        _beforeSend = settings.BeforeSend is { } hook ? new BeforeSendHook(hook) : null;
        _limit = settings.MaxMessageBytes;
        _memberLimit = MemberStack.LimitFor(_limit);
        CaptureWork.Allow(_limit);
    }

    /// <summary>Whether an event is analytics, and which call. Allocates nothing.</summary>
    public bool TryRecognise(LogEvent logEvent, out MessageType type) => _classifier.TryRecognise(logEvent, out type);

    /// <summary>Writes the message of a recognised event. Never throws.</summary>
    /// <param name="logEvent">The event.</param>
    /// <param name="type">The call.</param>
    /// <param name="callsHook">Whether <c>BeforeSend</c> is called; not for an event that was logged inside a hook.</param>
    public MappedMessage Map(LogEvent logEvent, MessageType type, bool callsHook = true)
    {
        CaptureWork.StopCounting();
        var writer = MessageWriter.Rent(_limit);
        try
        {
            var parts = MessageParts.Rent(type);
            parts.Members.Limit = _memberLimit;
            var values = new ValueWriter(writer, parts.Members, _names);
            _reader.Read(logEvent, parts, values);
            var message = Compose(_composer, parts, values, logEvent);
            return message.Fault is null && _beforeSend is not null && callsHook ? Edit(message, writer) : message;
        }
        catch (Exception exception)
        {
            // Values that throw are contained where they are read, so this is for the unforeseen: it must not reach the log call.
            writer.Truncate(0);
            MessageComposer.TryWriteHead(writer, type, messageId: null);
            writer.Raw(SentAt.Tail);
            return new MappedMessage(writer, type, userHash: 0, new MessageFault(DropReason.Invalid, "it could not be written", exception));
        }
    }

    MappedMessage Edit(scoped in MappedMessage message, MessageWriter original)
    {
        var parts = _beforeSend!.Run(original, out var fault);
        if (parts is null)
            return new MappedMessage(original, message.Type, message.UserHash, fault);

        parts.Members.Limit = _memberLimit;
        var writer = MessageWriter.Rent(_limit);
        var edited = Compose(_editedComposer, parts, new ValueWriter(writer, parts.Members, _names), logEvent: null);
        MessageWriter.Return(original);
        return edited;
    }

    // The event is null for what a hook returned, in which nothing was captured.
    MappedMessage Compose(MessageComposer composer, MessageParts parts, scoped in ValueWriter values, LogEvent? logEvent)
    {
        var writer = values.Writer;
        var composed = composer.Compose(parts, values);
        var path = parts.Members.Cut.Path();
        var fault = composed.HasId && composed.HasRequired ? composed.Fault : MessageRules.Lacks(parts.Type, composed.HasId, FormOf(logEvent));
        if (fault is null && logEvent is not null && parts.Members.HasMarks)
            fault = _captureReports.Examine(logEvent, writer.Written, reportsDepth: path is null);
        fault ??= Measure(writer, parts, composed.Fits);
        if (fault is null && path is not null)
            _reports.TooDeep(parts.Type, parts.Name, path);

        var message = new MappedMessage(writer, parts.Type, composed.UserHash, fault);
        MessageParts.Return(parts);
        return message;
    }

    static CallForm FormOf(LogEvent? logEvent) =>
        logEvent is null ? CallForm.Hook : HelperCalls.HasLogged(logEvent) ? CallForm.Method : CallForm.Properties;

    MessageFault? Measure(MessageWriter writer, MessageParts parts, bool fits)
    {
        if (fits)
            return MessageSize.Check(writer.Written, _limit);

        return parts.Members.IsFull ? MessageSize.TooManyMembers(_memberLimit, _limit) : MessageSize.GivenUp(writer.Ceiling, _limit);
    }
}
