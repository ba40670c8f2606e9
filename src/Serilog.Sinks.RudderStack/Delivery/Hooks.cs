using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Calls the user's code about messages that are settled: <c>OnDelivered</c>, <c>OnDropped</c> and Serilog's failure listener.</summary>
/// <remarks>What one call throws costs no other message anything, and none its settlement.</remarks>
sealed class Hooks
{
    readonly object _sender;
    readonly SinkSettings _settings;
    readonly ReportThrottle _reports;

    public Hooks(object sender, SinkSettings settings, ReportThrottle reports)
    {
        _sender = sender;
        _settings = settings;
        _reports = reports;
    }

    /// <summary>Serilog's fallback, if the sink stands in one. Set while the logger is configured, before the first event.</summary>
    public ILoggingFailureListener? FailureListener { get; set; }

    /// <summary>Whether somebody wants to see what is dropped as JSON.</summary>
    public bool ReadDropped => _settings.OnDropped is not null;

    /// <summary>Whether somebody wants to know what is dropped.</summary>
    public bool WantDropped => ReadDropped || FailureListener is not null;

    /// <summary>Whether there is any code of the user's to call.</summary>
    public bool AreSet => _settings.OnDelivered is not null || WantDropped;

    public void Delivered(ReadOnlySpan<QueuedMessage> messages)
    {
        if (_settings.OnDelivered is not { } onDelivered)
            return;

        using var calls = DeliveryPath.EnterHook();
        foreach (var message in messages)
        {
            if (!message.CallsHooks)
                continue;

            var summary = MessageSummary.Of(message.Json);
            var delivered = new DeliveredMessage(summary.MessageId, summary.Type, summary.EventName, Utf8Text.Read(message.Json));
            Call(nameof(RudderStackSinkOptions.OnDelivered), () => onDelivered(delivered));
        }
    }

    /// <param name="messages">Messages that were admitted.</param>
    /// <param name="reason">Why they were dropped.</param>
    /// <param name="answer">The last answer, if they were sent.</param>
    /// <param name="handOver">Bounds the time, at the end of a shutdown.</param>
    public void Dropped(ReadOnlySpan<QueuedMessage> messages, DropReason reason, Answer? answer, HandOver? handOver = null)
    {
        if (!WantDropped)
            return;

        using var calls = DeliveryPath.EnterHook();

        // The listener takes all at once. With OnDropped besides, a message counts as handed over when that is called.
        if (FailureListener is not null)
        {
            if (handOver?.MayCall(ReadDropped ? 0 : messages.Length) == false)
                return;
            NotifyListener(Originals(messages), reason, Description(reason), answer?.Fault);
            handOver?.Returned();
        }

        if (!ReadDropped)
            return;
        foreach (var message in messages)
        {
            if (handOver?.MayCall(1) == false)
                return;
            if (message.CallsHooks)
                CallOnDropped(message.Json, reason, answer, answer?.Fault);
            handOver?.Returned();
        }
    }

    /// <summary>Notifies of messages that a store has dropped, of which there are no log events any more.</summary>
    public void DroppedByStore(IReadOnlyList<byte[]> messages, DropReason reason)
    {
        if (!ReadDropped || messages.Count == 0)
            return;

        using var calls = DeliveryPath.EnterHook();
        var interrupted = false;
        foreach (var json in messages)
            interrupted |= CallOnDropped(json, reason, answer: null, exception: null);
        Interruption.Restore(interrupted);
    }

    /// <summary>Notifies of an event that was dropped before it was admitted.</summary>
    public void Refused(ReadOnlySpan<byte> json, LogEvent logEvent, DropReason reason, string description, Exception? exception)
    {
        if (!WantDropped || DeliveryPath.IsInHook)
            return;

        using var calls = DeliveryPath.EnterHook();
        var interrupted = CallOnDropped(json, reason, answer: null, exception);
        interrupted |= NotifyListener([logEvent], reason, description, exception);
        Interruption.Restore(interrupted);
    }

    static string Description(DropReason reason) => $"dropped ({DropReasons.Tag(reason)})";

    static List<LogEvent> Originals(ReadOnlySpan<QueuedMessage> messages)
    {
        var originals = new List<LogEvent>(messages.Length);
        foreach (var message in messages)
        {
            if (message is { CallsHooks: true, Original: { } original })
                originals.Add(original);
        }

        return originals;
    }

    // Whether it left its thread interrupted, as all of these.
    bool CallOnDropped(ReadOnlySpan<byte> json, DropReason reason, Answer? answer, Exception? exception)
    {
        if (_settings.OnDropped is not { } onDropped)
            return false;

        var summary = MessageSummary.Of(json);
        var dropped = new DroppedMessage(summary.MessageId, summary.Type, summary.EventName, Utf8Text.Read(json), reason)
        {
            StatusCode = answer?.Status,
            ResponseText = answer?.Status is null ? null : answer.Text,
            Exception = exception,
        };
        return Call(nameof(RudderStackSinkOptions.OnDropped), () => onDropped(dropped));
    }

    bool NotifyListener(List<LogEvent> originals, DropReason reason, string description, Exception? exception)
    {
        if (FailureListener is not { } listener || originals.Count == 0)
            return false;

        var kind = reason == DropReason.Shutdown ? LoggingFailureKind.Final : LoggingFailureKind.Permanent;
        return Call("the failure listener", () => listener.OnLoggingFailed(_sender, kind, description, originals, exception));
    }

    bool Call(string hook, Action call)
    {
        Exception? fault = null;
        try
        {
            call();
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        var interrupted = Interruption.Take();

        // Not its message: .NET's own exceptions quote values, and the hook was given the message's.
        if (fault is not null)
            _reports.Failed(ReportKind.HookFailed, 1, () => $"{hook} threw {fault.GetType().Name}; catch it there to learn more. The message that it was called for is settled all the same.");
        return interrupted;
    }
}
