using System.Collections.Concurrent;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class SendersTests : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly DataPlaneDouble _plane = new(static _ => DataPlaneDouble.Answer(200));
    readonly JournalDouble _journal = new();
    readonly ConcurrentQueue<Thread> _threads = new();
    readonly SemaphoreSlim _settled = new(0);
    readonly DataPlaneClient _client;
    readonly StopSignal _stop;
    readonly SendQueue _queue = new(batchSize: 1, batchBytes: 512_000, maxSenders: 1);
    readonly Senders _senders;

    public SendersTests()
    {
        var settings = new TestSettings { Handler = _plane }.Freeze();
        _client = new DataPlaneClient(settings);
        _stop = new StopSignal(TimeProvider.System, settings.ShutdownTimeout);
        _senders = new Senders(_queue, CreateSender, _journal, maxConcurrentRequests: 1, _stop.Aborted);
        _journal.OnDelivered = () => _settled.Release();

        BatchSender CreateSender()
        {
            _threads.Enqueue(Thread.CurrentThread);
            return new BatchSender(settings, _client, new NodeCount(), _journal, _stop);
        }
    }

    [Fact]
    public async Task OneThreadOfItsOwnSendsBatchAfterBatch()
    {
        for (var i = 0; i < 20; i++)
            await SendAsync($"m{i}");

        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"m{i}"), _journal.DeliveredIds);

        // One more can start while the first is on its way from its last batch to its sleep.
        Assert.InRange(_threads.Count, 1, 2);
        Assert.All(_threads, static thread =>
        {
            Assert.False(thread.IsThreadPoolThread);
            Assert.True(thread.IsBackground);
        });
    }

    [Fact]
    public async Task StoppedThreadsEnd()
    {
        await SendAsync("a");

        _senders.Stop();

        Assert.All(_threads, static thread => Assert.True(thread.Join(Soon)));
    }

    [Fact]
    public async Task AnUnforeseenFaultDropsItsBatchAndNothingElse()
    {
        var fails = true;
        _journal.OnDelivered = () =>
        {
            _settled.Release();
            if (fails)
                throw new InvalidOperationException("a bug");
        };
        await SendAsync("lost");
        fails = false;

        await SendAsync("next");
        _senders.Stop();

        Assert.All(_threads, static thread => Assert.True(thread.Join(Soon)));
        Assert.Equal([("lost", DropReason.Rejected)], _journal.Drops.Select(static drop => (drop.Id, drop.Reason)));
        Assert.Equal(["next"], _journal.DeliveredIds);
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

    async Task SendAsync(string id)
    {
        Assert.Equal(Due.Now, _queue.Add(TestMessages.Queued(id)));
        _senders.Wake();
        Assert.True(await _settled.WaitAsync(Soon));
    }
}
