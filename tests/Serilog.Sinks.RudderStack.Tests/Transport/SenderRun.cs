using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>One sender between a data plane and a journal that are doubles, in fake time.</summary>
sealed class SenderRun : IDisposable
{
    readonly DataPlaneClient _client;
    readonly BatchSender _sender;
    readonly long _start;

    public SenderRun(Func<RecordedRequest, HttpResponseMessage> answer, TestSettings? settings = null)
    {
        settings ??= new TestSettings();
        _start = Time.GetTimestamp();
        Plane = new DataPlaneDouble(answer);
        settings.Handler = Plane;
        settings.Time = Time;
        var frozen = settings.Freeze();
        _client = new DataPlaneClient(frozen);
        Stop = new StopSignal(Time, frozen.ShutdownTimeout);
        _sender = new BatchSender(frozen, _client, Nodes, Journal, Stop);
    }

    public SenderRun(Func<RecordedRequest, int> status, TestSettings? settings = null)
        : this(request => DataPlaneDouble.Answer(status(request)), settings)
    {
    }

    public FakeTimeProvider Time { get; } = new();

    public DataPlaneDouble Plane { get; }

    public JournalDouble Journal { get; } = new();

    public NodeCount Nodes { get; } = new();

    public StopSignal Stop { get; }

    /// <summary>The time since the run was made.</summary>
    public TimeSpan Now => Time.GetElapsedTime(_start);

    /// <summary>Sends to the end; returns the time it took.</summary>
    public Task<TimeSpan> SendAsync(params QueuedMessage[] messages) =>
        Time.DriveAsync(() => _sender.SendAsync(messages), TimeSpan.FromMilliseconds(100));

    /// <summary>Begins to send, on the caller's thread.</summary>
    public Task StartAsync(params QueuedMessage[] messages) => _sender.SendAsync(messages);

    public void Dispose()
    {
        _client.Dispose();
        Stop.Dispose();
        Plane.Dispose();
    }
}
