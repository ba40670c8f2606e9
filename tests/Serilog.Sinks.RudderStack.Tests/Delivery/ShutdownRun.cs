using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

/// <summary>All that stands behind a sink, with a handler in place of the network, in fake time.</summary>
sealed class ShutdownRun : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    readonly ReportThrottle _reports;
    readonly DataPlaneClient _client;
    readonly StopSignal _stop;
    readonly Lane[] _lanes;
    readonly long _start;

    public ShutdownRun(HttpMessageHandler handler, TestSettings? settings = null, int lanes = 1)
    {
        settings ??= new TestSettings();
        settings.Time = Time;
        settings.MaxConcurrentRequests = lanes;
        var frozen = settings.Freeze();
        _reports = new ReportThrottle(Time, frozen.Reports);
        Ledger = new Ledger(frozen.QueueLimit, frozen.QueueLimitBytes, frozen.MaxMessageBytes, Time);
        var journal = new DeliveryJournal(frozen, Ledger, new Hooks(this, frozen, _reports), _reports, new HealthRecord(Time));
        _client = new DataPlaneClient(frozen, handler);
        _stop = new StopSignal(frozen);
        var nodes = new NodeCount();
        _lanes = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(TimeSpan.FromHours(1), frozen.BatchSize, new BatchSender(frozen, _client, nodes, journal, _stop).SendAsync))];
        Shutdown = new Shutdown(frozen, _lanes, Ledger, journal.AtShutdown, _stop, stored: null, ended: () => Ends++);
        _start = Time.GetTimestamp();
    }

    public FakeTimeProvider Time { get; } = new();

    public Ledger Ledger { get; }

    public Shutdown Shutdown { get; }

    /// <summary>How often what the sink holds was freed.</summary>
    public int Ends { get; private set; }

    public TimeSpan Now => Time.GetElapsedTime(_start);

    /// <summary>Admits messages and gives them to the lanes in turn.</summary>
    public void Log(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var json = TestMessages.Json($"m{i}", user: $"u{i % _lanes.Length}");
            Assert.Equal(Admission.Admitted, Ledger.Admit(json.Length, wait: false, out var message));
            message!.Fill(json, userHash: i, original: null, callsHooks: true);
            _lanes[i % _lanes.Length].Add(message);
        }
    }

    /// <summary>Begins to send what is there.</summary>
    public void Flush() => Array.ForEach(_lanes, static lane => lane.Flush());

    /// <summary>Moves time on until the shutdown has ended.</summary>
    /// <remarks>The shutdown runs in the thread pool, so that fake time may run ahead of it: only its lower bound is certain.</remarks>
    public async Task DriveAsync(Task shutdown)
    {
        for (var waited = DateTime.UtcNow; !shutdown.IsCompleted && DateTime.UtcNow - waited < Soon;)
        {
            await Task.WhenAny(shutdown, Task.Delay(5));
            if (!shutdown.IsCompleted)
                Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await shutdown.WaitAsync(Soon);
    }

    /// <summary>Waits until no lane calls hooks any more: they would go on in the next test, and report to its log.</summary>
    public void WaitForHooks() => Assert.True(SpinWait.SpinUntil(() => !Array.Exists(_lanes, static lane => lane.HasWork), Soon));

    public void Dispose()
    {
        _reports.Dispose();
        _client.Dispose();
    }
}
