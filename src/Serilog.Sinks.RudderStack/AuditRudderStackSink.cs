using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack;

/// <summary>The sink of <c>AuditTo</c>: one message, one request, before the log call returns; whatever fails is thrown.</summary>
/// <remarks>Nothing is queued or tried again: the caller, who gets the exception, decides.</remarks>
sealed class AuditRudderStackSink : ILogEventSink, IDisposable
{
    readonly SinkSettings _settings;
    readonly MessageMapper _mapper;
    readonly DataPlaneClient _client;
    readonly NodeCount _nodes = new();
    readonly SharedSource.Member _source;
    int _disposed;

    public AuditRudderStackSink(SinkSettings settings)
    {
        _settings = settings;
        _mapper = new MessageMapper(settings);
        _client = new DataPlaneClient(settings);
        _source = SharedSource.Join(settings);
    }

    internal SinkSettings Settings => _settings;

    public void Emit(LogEvent logEvent)
    {
        if (!_mapper.TryRecognise(logEvent, out var type))
            return;

        if (_source.SeesTwice(logEvent))
            _settings.Reports.Write(SharedSource.Problem, Notice.Events);

        DeliveryMeter.CountAccepted();
        using var mapped = Map(logEvent, type);
        if (mapped.Fault is { } fault)
        {
            DeliveryMeter.CountDropped(fault.Reason, 1);

            // A veto of BeforeSend is no failure: the user wanted it so.
            if (fault is { Reason: DropReason.Filtered, Exception: null })
                return;
            throw Failure(mapped.Json, fault.Description);
        }

        var message = new QueuedMessage(mapped.Json.Length);
        message.Fill(mapped.Json, mapped.UserHash, original: null, callsHooks: false);
        Send(message);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        _source.Leave();
        _client.Dispose();
        if (LiveSinks.AreNone)
            ValueTypes.Forget();
    }

    // BeforeSend is a hook: an event that it logs must not call it again.
    MappedMessage Map(LogEvent logEvent, MessageType type)
    {
        if (_settings.BeforeSend is null || DeliveryPath.IsInHook)
            return _mapper.Map(logEvent, type, callsHook: false);

        using (DeliveryPath.EnterHook())
            return _mapper.Map(logEvent, type, callsHook: true);
    }

    void Send(QueuedMessage message)
    {
        var nodeCount = _nodes.Value;
        var answer = Post(message, nodeCount);
        if (OutcomePolicy.Decide(answer, 1, proxySupport: !_settings.NoProxySupport) == Outcome.RefreshNodes)
        {
            // The proxy stored nothing; asked for its node count, it takes the same message as a new request.
            var count = Blocking.Run(async () => (await _client.GetNodeCountAsync(CancellationToken.None).ConfigureAwait(false)).NodeCount);
            if (count is { } found)
            {
                _nodes.Learn(nodeCount, found);
                answer = Post(message, _nodes.Value);
            }
        }

        if (OutcomePolicy.Decide(answer, 1, proxySupport: false) == Outcome.Delivered)
        {
            DeliveryMeter.CountDelivered(1);
            return;
        }

        DeliveryMeter.CountDropped(DropReason.Rejected, 1);
        throw Failure(message.Json, FailureText.Describe(answer, _settings));
    }

    Answer Post(QueuedMessage message, int nodeCount)
    {
        QueuedMessage[] messages = [message];
        var part = NodeRouting.Divide(messages, nodeCount)[0];
        var payload = new Payload(gzip: !_settings.DisableGzip);
        payload.Write(messages, _settings.TimeProvider.GetUtcNow());
        var answer = Blocking.Run(() => _client.PostAsync(payload, part.Node, part.NodeCount, CancellationToken.None));
        DeliveryMeter.RecordRequest(answer, payload.WireLength);
        return answer;
    }

    static LoggingFailedException Failure(ReadOnlySpan<byte> json, string why)
    {
        var summary = MessageSummary.Of(json);
        return new LoggingFailedException(OneLine.Of($"{summary.Describe()} was not delivered: {why}"));
    }
}
