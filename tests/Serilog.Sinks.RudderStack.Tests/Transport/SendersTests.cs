using System.Collections.Concurrent;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class SendersTests : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly DataPlaneDouble _plane = new(static _ => DataPlaneDouble.Answer(200));
    readonly JournalDouble _journal = new();
    readonly ConcurrentQueue<Thread> _threads = new();
    readonly ConcurrentQueue<(bool IsThreadPoolThread, bool IsBackground)> _natures = new();
    readonly SemaphoreSlim _settled = new(0);
    readonly SinkSettings _settings;
    readonly DataPlaneClient _client;
    readonly StopSignal _stop;
    readonly SendQueue _queue = new(batchSize: 1, batchBytes: 512_000, maxSenders: 1);
    readonly Senders _senders;

    public SendersTests()
    {
        _settings = new TestSettings { Handler = _plane }.Freeze();
        _client = new DataPlaneClient(_settings);
        _stop = new StopSignal(TimeProvider.System, _settings.ShutdownTimeout);
        _senders = new Senders(_queue, CreateSender, maxConcurrentRequests: 1, _stop);
        _journal.OnDelivered = () => _settled.Release();
    }

    [Fact]
    public async Task OneThreadOfItsOwnSendsBatchAfterBatch()
    {
        for (var i = 0; i < 20; i++)
            await SendAsync($"m{i}");
        End(_senders);

        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"m{i}"), _journal.DeliveredIds);

        // One more can start while the first is on its way from its last batch to its sleep.
        Assert.InRange(_threads.Count, 1, 2);
        Assert.All(_natures, static nature => Assert.Equal((IsThreadPoolThread: false, IsBackground: true), nature));
    }

    [Fact]
    public async Task StoppedThreadsEnd()
    {
        await SendAsync("a");

        End(_senders);
    }

    [Fact]
    public async Task AnUnforeseenFaultDropsItsBatchAndNothingElse()
    {
        var fails = true;
        _journal.OnDelivered = () =>
        {
            var fault = fails ? new InvalidOperationException("a bug") : null;
            _settled.Release();
            if (fault is not null)
                throw fault;
        };
        await SendAsync("lost");
        fails = false;

        await SendAsync("next");
        End(_senders);

        Assert.Equal([("lost", DropReason.Rejected)], _journal.Drops.Select(static drop => (drop.Id, drop.Reason)));
        Assert.Equal(["next"], _journal.DeliveredIds);
    }

    [Fact]
    public async Task WithoutRoomForAThreadWhatIsDueStaysDue()
    {
        var hasRoom = false;
        var senders = new Senders(_queue, CreateSender, maxConcurrentRequests: 1, _stop)
        {
            StartThread = run => StartIf(hasRoom, run),
        };
        _queue.Add(TestMessages.Queued("patient"));
        Assert.False(senders.Wake());

        hasRoom = true;
        Assert.True(senders.Wake());

        Assert.True(await _settled.WaitAsync(Soon));
        End(senders);
        Assert.Equal(["patient"], _journal.DeliveredIds);
    }

    [Fact]
    public async Task ASenderThatCannotStartAnotherDoesTheWorkAlone()
    {
        var queue = new SendQueue(batchSize: 1, batchBytes: 512_000, maxSenders: 4);
        var started = 0;
        var senders = new Senders(queue, CreateSender, maxConcurrentRequests: 4, _stop)
        {
            StartThread = run => StartIf(started++ == 0, run),
        };
        for (var i = 0; i < 8; i++)
            queue.Add(TestMessages.Queued($"m{i}", user: $"u{i}"));

        Assert.True(senders.Wake());

        for (var i = 0; i < 8; i++)
            Assert.True(await _settled.WaitAsync(Soon));
        End(senders);
        Assert.Equal(8, _journal.DeliveredIds.Count);
        Assert.True(started > 1);
        Assert.Single(_threads);
    }

    public void Dispose()
    {
        _senders.Stop();
        foreach (var thread in _threads)
            thread.Join(Soon);
        _client.Dispose();
        _stop.Dispose();
        _plane.Dispose();
        _settled.Dispose();
    }

    // The journal notes a delivery after it has let the test go on.
    void End(Senders senders)
    {
        senders.Stop();
        Assert.All(_threads, static thread => Assert.True(thread.Join(Soon)));
    }

    BatchSender CreateSender()
    {
        // A thread that has ended no longer tells.
        var thread = Thread.CurrentThread;
        _natures.Enqueue((thread.IsThreadPoolThread, thread.IsBackground));
        _threads.Enqueue(thread);
        return new BatchSender(_settings, _client, new NodeCount(), _journal, _stop);
    }

    static void StartIf(bool hasRoom, Action run)
    {
        if (!hasRoom)
            throw new InsufficientMemoryException();
        SenderThread.Start(run);
    }

    async Task SendAsync(string id)
    {
        Assert.Equal(Due.Now, _queue.Add(TestMessages.Queued(id)));
        _senders.Wake();
        Assert.True(await _settled.WaitAsync(Soon));
    }
}
