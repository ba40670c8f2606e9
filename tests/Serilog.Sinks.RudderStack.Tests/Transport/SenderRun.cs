using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>One sender between a data plane and a journal that are doubles, in fake time.</summary>
sealed class SenderRun : IDisposable
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    readonly SinkSettings _settings;
    readonly DataPlaneClient _client;
    readonly BatchSender _sender;
    readonly long _start;

    public SenderRun(Func<RecordedRequest, HttpResponseMessage> answer, TestSettings? settings = null)
    {
        settings ??= new TestSettings();
        _start = Time.GetTimestamp();
        Plane = new DataPlaneDouble(answer);
        settings.Time = Time;
        _settings = settings.Freeze();

        // Called inline, so that what follows an answer runs within Advance.
        _client = new DataPlaneClient(_settings, Plane);
        Stop = new StopSignal(_settings);
        _sender = MakeSender();
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
        Time.DriveAsync(() => _sender.SendAsync(messages), Step, limit: TimeSpan.FromDays(1));

    /// <summary>Begins to send, on the caller's thread.</summary>
    public Task StartAsync(params QueuedMessage[] messages) => _sender.SendAsync(messages);

    /// <summary>Moves time on; what that wakes has come to its next wait when this ends.</summary>
    public Task AdvanceAsync(TimeSpan time) => Task.Run(() =>
    {
        for (var end = Now + time; Now < end;)
            Time.Advance(Step);
    });

    /// <summary>A sender of another lane.</summary>
    public BatchSender MakeSender() => new(_settings, _client, Nodes, Journal, Stop);

    public void Dispose()
    {
        _client.Dispose();
        Stop.Dispose();
        Plane.Dispose();
    }
}
