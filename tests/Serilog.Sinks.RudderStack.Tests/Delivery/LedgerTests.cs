using CsCheck;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public sealed class LedgerTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly List<QueuedMessage> _admitted = [];

    [Fact]
    public void TheQueueIsBoundedInMessages()
    {
        var ledger = Make(limit: 3);

        Assert.Equal([Admission.Admitted, Admission.Admitted, Admission.Admitted, Admission.QueueFull], Enumerable.Range(0, 4).Select(_ => Admit(ledger)));
        Settle(ledger, _admitted[0], reason: null);

        Assert.Equal(Admission.Admitted, Admit(ledger));
        Assert.Equal(Admission.QueueFull, Admit(ledger));
        Assert.Equal(4, ledger.ReadStatistics().Accepted);
    }

    [Fact]
    public void TheQueueIsBoundedInTheMemoryOfItsMessages() =>
        Gen.Int[0, 3000].Array[1, 60].Sample(lengths =>
        {
            const long Limit = 20_000;
            var held = 0L;
            var count = 0;
            var ledger = new Ledger(100_000, Limit, maxMessageBytes: 3000, TimeProvider.System);
            foreach (var length in lengths)
            {
                var memory = QueuedMessage.MemoryFor(MessagePool.CapacityFor(length));
                var hasRoom = held + memory <= Limit;

                Assert.Equal(hasRoom ? Admission.Admitted : Admission.QueueFull, ledger.Admit(length, wait: false, out var message));
                Assert.Equal(hasRoom, message is not null);
                held += message?.Memory ?? 0;
                count += hasRoom ? 1 : 0;
                Assert.Equal(held, ledger.HeldBytes);
            }

            Assert.Equal(count, ledger.Pending);
        });

    // A queued message is a log event: about 216 bytes besides its buffer.
    [Fact]
    public void AMessageCountsMoreThanItsBuffer()
    {
        var ledger = Make();

        Admit(ledger, length: 256);

        Assert.Equal(256 + 216, ledger.HeldBytes);
    }

    [Fact]
    public void AMessageLargerThanTheLimitPassesAnEmptyQueueAlone()
    {
        var ledger = Make(limitBytes: 1000);

        Assert.Equal(Admission.Admitted, Admit(ledger, length: 2000));
        Assert.Equal(Admission.QueueFull, Admit(ledger));
    }

    // Settled, but still read: by a hook, for example.
    [Fact]
    public void RoomIsMadeByReleasingNotBySettling()
    {
        var ledger = Make(limit: 1);
        Admit(ledger);

        Assert.True(ledger.TrySettle(1, reason: null));
        Assert.Equal(0, ledger.Pending);
        Assert.Equal(Admission.QueueFull, Admit(ledger));
        Assert.True(ledger.HeldBytes > 0);

        ledger.Release(_admitted.ToArray());
        Assert.Equal(0, ledger.HeldBytes);
        Assert.Equal(Admission.Admitted, Admit(ledger));
    }

    [Fact]
    public void EachEndIsCountedAndTheSumIsWhatWasAccepted()
    {
        var ledger = Make(limit: 10);
        for (var i = 0; i < 6; i++)
            Admit(ledger);
        ledger.CountRefused(DropReason.Invalid);
        Settle(ledger, _admitted[0], reason: null);
        Settle(ledger, _admitted[3], DropReason.Rejected);
        Settle(ledger, _admitted[5], DropReason.Rejected);
        Settle(ledger, _admitted[1], DropReason.RetryExpired);

        var statistics = ledger.ReadStatistics();

        Assert.Equal((7, 1, 2), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        Assert.Equal(
            new Dictionary<DropReason, long> { [DropReason.Invalid] = 1, [DropReason.Rejected] = 2, [DropReason.RetryExpired] = 1 },
            statistics.Dropped);
        Assert.Equal(_admitted.Where(static (_, i) => i is 2 or 4).Sum(static message => (long)message.Memory), ledger.HeldBytes);
    }

    [Fact]
    public void AbandonCountsWhatIsPendingOnceAndNothingIsSettledAfter()
    {
        var ledger = Make();
        for (var i = 0; i < 5; i++)
            Admit(ledger);
        Settle(ledger, _admitted[0], reason: null);

        Assert.Equal(4, ledger.Abandon().Dropped);
        Assert.Equal(0, ledger.Abandon().Dropped);
        Assert.False(ledger.TrySettle(2, reason: null));
        Assert.False(ledger.TrySettle(2, DropReason.Shutdown));

        var statistics = ledger.ReadStatistics();
        Assert.Equal((5, 1, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        Assert.Equal(new Dictionary<DropReason, long> { [DropReason.Shutdown] = 4 }, statistics.Dropped);
        Assert.Equal(Admission.Closed, Admit(ledger));

        ledger.Release(_admitted.Skip(1).ToArray());
        Assert.Equal(0, ledger.HeldBytes);
    }

    [Theory]
    [InlineData(2, 1_000_000)]
    [InlineData(100, 1000)]
    public void ItIsKnownThatThereIsNoRoomFromARefusalUntilARelease(int limit, long limitBytes)
    {
        var ledger = Make(limit, limitBytes);
        Admit(ledger);
        Admit(ledger);
        Assert.False(ledger.HasNoRoom);

        Assert.Equal(Admission.QueueFull, Admit(ledger));
        Assert.True(ledger.HasNoRoom);
        ledger.CountRefused(DropReason.QueueFull);
        Assert.True(ledger.HasNoRoom);

        Settle(ledger, _admitted[0], reason: null);
        Assert.False(ledger.HasNoRoom);
    }

    [Theory]
    [InlineData(3, 1_000_000, 3)]
    [InlineData(100, 5000, 2)]
    public void AFlushIsRequestedOnceForEachFill(int limit, long limitBytes, int messages)
    {
        // Full by bytes when the largest message (3 000 bytes and what comes with it) finds no room.
        var ledger = new Ledger(limit, limitBytes, maxMessageBytes: 3000, TimeProvider.System);
        for (var fill = 0; fill < 3; fill++)
        {
            for (var i = 1; i <= messages; i++)
            {
                Assert.Equal(Admission.Admitted, Admit(ledger, length: 900));
                Assert.Equal(i == messages, ledger.RequestsFlush());
            }

            Assert.False(ledger.RequestsFlush());
            Assert.True(ledger.TrySettle(messages, reason: null));
            ledger.Release(_admitted.ToArray());
            _admitted.Clear();
            Assert.False(ledger.RequestsFlush());
        }
    }

    [Fact]
    public void AClosedLedgerAdmitsNothing()
    {
        var ledger = Make();

        ledger.Close();

        Assert.Equal(Admission.Closed, ledger.Admit(10, wait: false, out _));
        Assert.Equal(Admission.Closed, ledger.Admit(10, wait: true, out _));
        Assert.Equal(0, ledger.ReadStatistics().Accepted);
    }

    [Fact]
    public void AReleasedMessageIsClearedAndUsedAgain()
    {
        var ledger = Make();
        Admit(ledger, length: 100);
        var message = _admitted[0];
        message.Fill(Enumerable.Repeat((byte)7, 100).ToArray(), userHash: 1, TestMessages.Original(), callsHooks: true);

        Settle(ledger, message, reason: null);

        Assert.All(TestMessages.BufferOf(message), static one => Assert.Equal(0, one));
        Assert.Equal((0, null), (message.Length, message.Original));
        Admit(ledger, length: 100);
        Assert.Same(message, _admitted[1]);
    }

    [Fact]
    public async Task ABlockedCallerIsReleasedByRoom()
    {
        var ledger = Make(limit: 1);
        Admit(ledger);
        var blocked = StartBlocked(ledger);

        Settle(ledger, _admitted[0], reason: null);

        Assert.Equal(Admission.Admitted, await blocked.WaitAsync(Soon));
        Assert.False(ledger.HasNoRoom);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BlockedCallersAreReleasedByTheEnd(bool abandons)
    {
        var ledger = Make(limit: 1);
        Admit(ledger);
        Task<Admission>[] blocked = [StartBlocked(ledger), StartBlocked(ledger)];

        ledger.Close();
        if (abandons)
            Assert.Equal(1, ledger.Abandon().Dropped);

        Assert.Equal([Admission.Closed, Admission.Closed], await Task.WhenAll(blocked).WaitAsync(Soon));
        Assert.Equal(1, ledger.ReadStatistics().Accepted);
    }

    static Ledger Make(int limit = 100, long limitBytes = 1_000_000) => new(limit, limitBytes, maxMessageBytes: 3000, TimeProvider.System);

    Admission Admit(Ledger ledger, int length = 100)
    {
        var admission = ledger.Admit(length, wait: false, out var message);
        if (message is not null)
            _admitted.Add(message);
        return admission;
    }

    static void Settle(Ledger ledger, QueuedMessage message, DropReason? reason)
    {
        Assert.True(ledger.TrySettle(1, reason));
        ledger.Release([message]);
    }

    // Comes back when the thread waits for room.
    static Task<Admission> StartBlocked(Ledger ledger)
    {
        var result = new TaskCompletionSource<Admission>();
        var thread = new Thread(() => result.SetResult(ledger.Admit(10, wait: true, out _))) { IsBackground = true };
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, Soon));
        return result.Task;
    }
}
