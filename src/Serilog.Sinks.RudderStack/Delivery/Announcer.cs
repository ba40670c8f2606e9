using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Tells the user's code what became of each message: the callbacks, and Serilog's failure listener.</summary>
/// <remarks>
/// Each message is told by itself: a fault in one call costs no other message anything, and none its settlement.
/// </remarks>
sealed class Announcer
{
    readonly object _sender;
    readonly SinkSettings _settings;
    readonly SelfLogReports _reports;

    public Announcer(object sender, SinkSettings settings, SelfLogReports reports)
    {
        _sender = sender;
        _settings = settings;
        _reports = reports;
    }

    /// <summary>Serilog's fallback, if the sink stands in one. Set while the logger is configured, before the first event.</summary>
    public ILoggingFailureListener? FailureListener { get; set; }

    public bool TellsDelivered => _settings.OnDelivered is not null;

    public bool TellsDropped => _settings.OnDropped is not null || FailureListener is not null;

    public void Delivered(ReadOnlySpan<byte> json)
    {
        if (_settings.OnDelivered is not { } onDelivered)
            return;

        var summary = MessageSummary.Of(json);
        var message = new DeliveredMessage(summary.MessageId, summary.Type, summary.EventName, Utf8Text.Read(json));
        Guard(nameof(RudderStackSinkOptions.OnDelivered), () => onDelivered(message));
    }

    /// <param name="json">The message.</param>
    /// <param name="original">The log event it was made from, if there is a failure listener.</param>
    /// <param name="reason">Why it was dropped.</param>
    /// <param name="description">The same in words.</param>
    /// <param name="answer">The last answer, if it was sent.</param>
    /// <param name="exception">The fault, if it was not sent.</param>
    public void Dropped(ReadOnlySpan<byte> json, LogEvent? original, DropReason reason, string description, Answer? answer, Exception? exception)
    {
        var fault = answer?.Fault ?? exception;
        if (_settings.OnDropped is { } onDropped)
        {
            var summary = MessageSummary.Of(json);
            var message = new DroppedMessage(summary.MessageId, summary.Type, summary.EventName, Utf8Text.Read(json), reason)
            {
                StatusCode = answer?.Status,
                ResponseText = answer?.Status is null ? null : answer.Text,
                Exception = fault,
            };
            Guard(nameof(RudderStackSinkOptions.OnDropped), () => onDropped(message));
        }

        if (FailureListener is { } listener && original is not null)
        {
            var kind = reason == DropReason.Shutdown ? LoggingFailureKind.Final : LoggingFailureKind.Permanent;
            Guard("the failure listener", () => listener.OnLoggingFailed(_sender, kind, description, [original], fault));
        }
    }

    void Guard(string hook, Action call)
    {
        var before = DeliveryPath.EnterCall();
        try
        {
            call();
        }
        catch (Exception exception)
        {
            // Not what it says: .NET's own exceptions quote values, and the hook was given the message's.
            _reports.Failed(ReportKind.HookFailed, 1, () => $"{hook} threw {exception.GetType().Name}; catch it there to learn more. The message it was told about is settled all the same.");
        }
        finally
        {
            DeliveryPath.Leave(before);
        }
    }
}
