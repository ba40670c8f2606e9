using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

/// <summary>A lane with a real <c>PeriodicBatchingSink</c>, whose interval is so long that it ends nothing, unless a test is about it.</summary>
public sealed class LaneTests : IDisposable
{
    const int BatchSize = 10;

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Never = TimeSpan.FromHours(1);

    readonly ConcurrentQueue<string[]> _batches = new();
    readonly SemaphoreSlim _begun = new(0);
    readonly SemaphoreSlim _mayEnd = new(0);
    readonly List<Lane> _lanes = [];
    bool _isGated;

    IEnumerable<int> Sizes => _batches.Select(static batch => batch.Length);

    public void Dispose()
    {
        _mayEnd.Release(1000);
        _lanes.ForEach(static lane => lane.Dispose());
    }

    [Fact]
    public async Task FullBatchesGoOutByThemselves()
    {
        var lane = Make();

        Add(lane, 0, 35);
        await BegunAsync(3);

        Assert.Equal([10, 10, 10], Sizes);
        Assert.Equal(Ids(0, 30), _batches.SelectMany(static batch => batch));
        Assert.True(lane.HasWork);
    }

    [Fact]
    public async Task AFlushSendsThePartOfABatchAndTheNextBatchIsFullAgain()
    {
        var lane = Make();
        Add(lane, 0, 25);
        await FlushAsync(lane);
        Assert.Equal([10, 10, 5], Sizes);
        Assert.False(lane.HasWork);

        Add(lane, 25, 45);
        await BegunAsync(5);
        Assert.Equal([10, 10, 5, 10, 10], Sizes);

        Add(lane, 45, 48);
        await FlushAsync(lane);
        await FlushAsync(lane);
        Add(lane, 48, 58);
        await BegunAsync(2);
        Assert.Equal([10, 10, 5, 10, 10, 3, 10], Sizes);
        Assert.Equal(Ids(0, 58), _batches.SelectMany(static batch => batch));
    }

    [Fact]
    public async Task FlushesOfNothingSendNothing()
    {
        var lane = Make();
        for (var i = 0; i < 100; i++)
            await FlushAsync(lane);
        lane.Flush();
        Add(lane, 0, 10);
        await FlushAsync(lane);
        for (var i = 0; i < 100; i++)
            await FlushAsync(lane);
        lane.Flush();

        // The fillers of a flush too many would come before these.
        Add(lane, 10, 20);
        await FlushAsync(lane);

        Assert.Equal([10, 10], Sizes);
    }

    [Fact]
    public async Task AMessageThatIsFlushedAloneIsABatchOfOne()
    {
        var lane = Make();
        for (var i = 0; i < 50; i++)
        {
            Add(lane, i, i + 1);
            await FlushAsync(lane);
        }

        Assert.Equal(Enumerable.Repeat(1, 50), Sizes);
    }

    [Fact]
    public async Task TwentyFlushesDuringOneRequestMakeOneMore()
    {
        var lane = Make(batchSize: 100);
        _isGated = true;
        Add(lane, 0, 1);
        lane.Flush();
        await BegunAsync(1);

        for (var i = 1; i <= 20; i++)
        {
            Add(lane, i, i + 1);
            lane.Flush();
        }

        _mayEnd.Release(1000);
        await FlushAsync(lane);
        Assert.Equal([1, 20], Sizes);

        // And nothing is left of them that would spoil the next batch.
        Add(lane, 21, 121);
        await FlushAsync(lane);
        Assert.Equal([1, 20, 100], Sizes);
    }

    [Fact]
    public async Task AFlushEndsWhenWhatWasAddedBeforeItIsSettledAndNotEarlierNorLater()
    {
        var lane = Make();
        _isGated = true;
        Add(lane, 0, 15);
        await BegunAsync(1);
        var flush = lane.FlushAsync(CancellationToken.None);
        Add(lane, 15, 30);

        _mayEnd.Release();
        await BegunAsync(1);
        Assert.False(flush.IsCompleted);

        // The second batch has the last of those, the third only others.
        _mayEnd.Release();
        await flush.WaitAsync(Soon);
        await BegunAsync(1);
        Assert.True(lane.HasWork);
    }

    [Fact]
    public async Task ACancelledFlushLeavesTheMessagesAndOtherFlushes()
    {
        var lane = Make();
        _isGated = true;
        Add(lane, 0, 5);
        var flush = lane.FlushAsync(CancellationToken.None);
        using (var cancellation = new CancellationTokenSource())
        {
            Task[] cancelled = [.. Enumerable.Range(0, 10_000).Select(_ => lane.FlushAsync(cancellation.Token))];
            await cancellation.CancelAsync();
            foreach (var one in cancelled)
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one.WaitAsync(Soon));
        }

        Assert.False(flush.IsCompleted);
        _mayEnd.Release();
        await flush.WaitAsync(Soon);

        Assert.Equal([5], Sizes);
    }

    [Fact]
    public async Task AClosedLaneWaitsForNothing()
    {
        var lane = Make();
        Add(lane, 0, 25);
        lane.Close();
        await SettledAsync(lane);
        Assert.Equal([10, 10, 5], Sizes);

        // A thread that was admitted before the sink closed.
        Add(lane, 25, 26);
        await SettledAsync(lane);
        Assert.Equal([10, 10, 5, 1], Sizes);
    }

    [Fact]
    public async Task TheIntervalEndsABatch()
    {
        var lane = Make(interval: TimeSpan.FromMilliseconds(20));

        for (var i = 0; i < 20; i++)
        {
            Add(lane, i, i + 1);
            await SettledAsync(lane);
        }

        Assert.Equal(Ids(0, 20), _batches.SelectMany(static batch => batch));
        Assert.DoesNotContain(0, Sizes);
    }

    [Fact]
    public async Task WhatIsSentRunsInNoCallersContext()
    {
        var context = new AsyncLocal<string> { Value = "the first caller's" };
        var seen = new ConcurrentQueue<string?>();
        var lane = Track(new Lane(Never, BatchSize, messages =>
        {
            seen.Enqueue(context.Value);
            return Task.CompletedTask;
        }));

        Add(lane, 0, 1);
        await FlushAsync(lane);

        Assert.Equal([null], seen);

        // Also where the caller has suppressed the flow already.
        var other = Track(new Lane(Never, BatchSize, static _ => Task.CompletedTask));
        using (ExecutionContext.SuppressFlow())
            Add(other, 0, 1);
        await FlushAsync(other);
    }

    [Fact]
    public async Task AnIdleLaneThatIsForgottenIsCollectedAndItsLoopEnds()
    {
        var (lane, loop) = await ForgetAsync(settled: true);

        Assert.True(SpinWait.SpinUntil(() => IsGone(lane), Soon));
        Assert.True(SpinWait.SpinUntil(() => IsGone(loop), Soon));
    }

    [Fact]
    public async Task AForgottenLaneWithUnsettledMessagesIsKeptUntilTheyAreSettled()
    {
        var (lane, loop) = await ForgetAsync(settled: false);

        for (var i = 0; i < 5; i++)
            Assert.False(IsGone(lane));
        await FlushAsync((Lane)lane.Target!);
        Assert.Equal(["m0"], Assert.Single(_batches));

        Assert.True(SpinWait.SpinUntil(() => IsGone(lane), Soon));
        Assert.True(SpinWait.SpinUntil(() => IsGone(loop), Soon));
    }

    [Fact]
    public async Task ADisposedLaneEndsItsLoop()
    {
        var lane = Make();
        var loop = await UseAsync(lane);

        lane.Dispose();

        // The lane refers to what has ended.
        _lanes.Clear();
        lane = null;
        Assert.True(SpinWait.SpinUntil(() => IsGone(loop), Soon));
    }

    static bool IsGone(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !reference.IsAlive;
    }

    // A PeriodicBatchingSink lives, held by its timer, until its loop ends.
    static WeakReference LoopOf(Lane lane) => new(typeof(Lane).GetField("_batching", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(lane));

    [MethodImpl(MethodImplOptions.NoInlining)]
    async Task<(WeakReference Lane, WeakReference Loop)> ForgetAsync(bool settled)
    {
        await Task.Yield();
        var lane = new Lane(Never, BatchSize, SendAsync);
        Add(lane, 0, 1);
        if (settled)
            await FlushAsync(lane);
        return (new WeakReference(lane), LoopOf(lane));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task<WeakReference> UseAsync(Lane lane)
    {
        Add(lane, 0, 1);
        await FlushAsync(lane);
        return LoopOf(lane);
    }

    Lane Make(int batchSize = BatchSize, TimeSpan? interval = null) => Track(new Lane(interval ?? Never, batchSize, SendAsync));

    Lane Track(Lane lane)
    {
        _lanes.Add(lane);
        return lane;
    }

    async Task SendAsync(ReadOnlyMemory<QueuedMessage> messages)
    {
        _batches.Enqueue(TestMessages.IdsOf(messages));
        _begun.Release();
        if (_isGated)
            await _mayEnd.WaitAsync();
    }

    async Task BegunAsync(int batches)
    {
        while (batches-- > 0)
            Assert.True(await _begun.WaitAsync(Soon));
    }

    static Task FlushAsync(Lane lane) => lane.FlushAsync(CancellationToken.None).WaitAsync(Soon);

    // Without a flush.
    static async Task SettledAsync(Lane lane)
    {
        for (var end = DateTime.UtcNow + Soon; lane.HasWork && DateTime.UtcNow < end;)
            await Task.Delay(1);
        Assert.False(lane.HasWork);
    }

    static string[] Ids(int from, int to) => [.. Enumerable.Range(from, to - from).Select(static i => $"m{i}")];

    static void Add(Lane lane, int from, int to)
    {
        foreach (var id in Ids(from, to))
            lane.Add(TestMessages.Queued(id));
    }
}
