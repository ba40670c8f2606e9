using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public sealed class LedgerFlushTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly List<QueuedMessage> _messages = [];
    readonly Ledger _ledger;

    public LedgerFlushTests() => _ledger = new Ledger(100, 1_000_000, HandOver.To(_messages.Add));

    [Fact]
    public void NothingPendingIsNothingToWaitFor() =>
        Assert.True(_ledger.WhenSettledAsync(CancellationToken.None).IsCompletedSuccessfully);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ItWaitsForWhatWasBeforeAndNothingElse(bool reuse)
    {
        Admit(3);
        var flush = _ledger.WhenSettledAsync(CancellationToken.None);
        Admit(3);

        // Later messages may be settled first, and messages be used again.
        Settle(4, null, reuse);
        Settle(2, null, reuse);
        Settle(0, DropReason.Rejected, reuse);
        Admit(2);
        Settle(6, null, reuse);
        Assert.False(flush.IsCompleted);

        Settle(1, DropReason.Shutdown, reuse);
        await flush.WaitAsync(Soon);
        Assert.Equal(3, _ledger.Pending);
    }

    [Fact]
    public async Task WhatIsClaimedIsWaitedForUntilItIsCompleted()
    {
        Admit(1);
        var claimed = _ledger.ClaimAll();
        var flush = _ledger.WhenSettledAsync(CancellationToken.None);
        Assert.False(flush.IsCompleted);

        _ledger.Complete(claimed, null, reuse: true);

        await flush.WaitAsync(Soon);
    }

    [Fact]
    public async Task SeveralFlushesEndEachInItsTime()
    {
        Admit(1);
        var first = _ledger.WhenSettledAsync(CancellationToken.None);
        Admit(1);
        var second = _ledger.WhenSettledAsync(CancellationToken.None);

        Settle(1, null, reuse: true);
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        Settle(0, null, reuse: true);

        await Task.WhenAll(first, second).WaitAsync(Soon);
    }

    [Fact]
    public async Task CancellationThrowsAndLeavesEverythingQueued()
    {
        using var cancellation = new CancellationTokenSource();
        Admit(2);
        var flush = _ledger.WhenSettledAsync(cancellation.Token);

        await cancellation.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.WaitAsync(Soon));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Equal(2, _ledger.Pending);
        Settle(0, null, reuse: true);
        Settle(1, null, reuse: true);
        Assert.Equal(2, _ledger.ReadStatistics().Delivered);
    }

    [Fact]
    public async Task ATokenThatIsCancelledAlreadyThrows()
    {
        Admit(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _ledger.WhenSettledAsync(new CancellationToken(canceled: true)));
    }

    // Continuations are the caller's code, and a sender settles.
    [Fact]
    public async Task WhatFollowsAFlushDoesNotRunOnTheThreadThatSettled()
    {
        Admit(1);
        var thread = 0;
        var flush = _ledger.WhenSettledAsync(CancellationToken.None).ContinueWith(
            _ => thread = Environment.CurrentManagedThreadId, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var settling = 0;
        var settler = new Thread(() =>
        {
            settling = Environment.CurrentManagedThreadId;
            Settle(0, null, reuse: true);
        });
        settler.Start();
        settler.Join();

        await flush.WaitAsync(Soon);

        Assert.NotEqual(settling, thread);
    }

    void Admit(int count)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(Admission.Admitted, _ledger.Admit(TestMessages.Json("m"), 0, original: null, wait: false, out _));
    }

    void Settle(int index, DropReason? reason, bool reuse) =>
        _ledger.Complete(_ledger.Claim(new[] { _messages[index] }), reason, reuse);
}
