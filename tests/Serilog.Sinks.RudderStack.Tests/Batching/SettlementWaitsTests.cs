using System.Runtime.CompilerServices;
using CsCheck;
using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class SettlementWaitsTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly object _lock = new();
    readonly SettlementWaits _waits;

    public SettlementWaitsTests() => _waits = new SettlementWaits(_lock);

    [Fact]
    public void NothingAddedIsNothingToWaitFor() => Assert.True(_waits.WhenSettledAsync(CancellationToken.None).IsCompletedSuccessfully);

    [Fact]
    public async Task EachWaitEndsWithWhatWasAddedBeforeIt() =>
        await Gen.Int[0, 3].Array[1, 30].SampleAsync(async steps =>
        {
            var waits = new SettlementWaits(_lock);
            var flushes = new List<(int UpTo, Task Task)>();
            int added = 0, settled = 0;
            foreach (var step in steps)
            {
                if (step < 2)
                {
                    waits.Added();
                    added++;
                }
                else if (step == 2)
                {
                    flushes.Add((added, waits.WhenSettledAsync(CancellationToken.None)));
                }
                else if (settled < added)
                {
                    Assert.Equal(++settled == added, waits.Settled(1));
                }

                Assert.Equal(settled < added, waits.HasWork);
                foreach (var (upTo, task) in flushes)
                {
                    if (upTo > settled)
                        Assert.False(task.IsCompleted);
                    else
                        await task.WaitAsync(Soon);
                }
            }
        });

    [Fact]
    public async Task CancellationThrowsAndOtherWaitsGoOn()
    {
        _waits.Added();
        using var cancellation = new CancellationTokenSource();
        var cancelled = _waits.WhenSettledAsync(cancellation.Token);
        var patient = _waits.WhenSettledAsync(CancellationToken.None);

        await cancellation.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Soon));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.False(patient.IsCompleted);
        Assert.True(_waits.Settled(1));
        await patient.WaitAsync(Soon);
    }

    [Fact]
    public async Task ATokenThatIsCancelledAlreadyThrows()
    {
        _waits.Added();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _waits.WhenSettledAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task TenThousandCancelledWaitsLeaveNothingBehind()
    {
        _waits.Added();
        var left = await CancelAsync(10_000);

        // The waits are still held if anything of them is.
        SpinWait.SpinUntil(() => Collect(left) == 0, Soon);
        Assert.Equal(0, Collect(left));

        var flush = _waits.WhenSettledAsync(CancellationToken.None);
        Assert.True(_waits.Settled(1));
        await flush.WaitAsync(Soon);
    }

    // Continuations are the user's code, and a lane settles.
    [Fact]
    public async Task WhatFollowsAWaitDoesNotRunOnTheThreadThatSettled()
    {
        _waits.Added();
        var thread = 0;
        var flush = _waits.WhenSettledAsync(CancellationToken.None).ContinueWith(
            _ => thread = Environment.CurrentManagedThreadId, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var settling = 0;
        var settler = new Thread(() =>
        {
            settling = Environment.CurrentManagedThreadId;
            _waits.Settled(1);
        });
        settler.Start();
        settler.Join();

        await flush.WaitAsync(Soon);

        Assert.NotEqual(settling, thread);
    }

    static int Collect(List<WeakReference> left)
    {
        GC.Collect();
        return left.Count(static one => one.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    async Task<List<WeakReference>> CancelAsync(int count)
    {
        var left = new List<WeakReference>(count);
        using var cancellation = new CancellationTokenSource();
        for (var i = 0; i < count; i++)
            left.Add(new WeakReference(_waits.WhenSettledAsync(cancellation.Token)));
        await cancellation.CancelAsync();
        return left;
    }
}
