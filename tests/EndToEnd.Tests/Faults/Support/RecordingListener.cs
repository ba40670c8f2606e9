using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>Keeps what Serilog's failure hand-over gives it, and throws after that if asked to.</summary>
sealed class RecordingListener : ILoggingFailureListener
{
    readonly ConcurrentQueue<string> _messageIds = new();

    public Exception? Fault { get; init; }

    public IReadOnlyCollection<string> MessageIds => _messageIds;

    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        foreach (var logEvent in events ?? [])
            _messageIds.Enqueue((string)((ScalarValue)logEvent.Properties["MessageId"]).Value!);
        if (Fault is not null)
            throw Fault;
    }
}
