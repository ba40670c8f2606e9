using CsCheck;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public sealed class LedgerTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly List<QueuedMessage> _handedOver = [];

    [Fact]
    public void AnAdmittedMessageIsHandedOverWithItsContentUserAndNumber()
    {
        var ledger = Make();

        Assert.Equal(Admission.Admitted, Admit(ledger, "a", "ann"));
        Assert.Equal(Admission.Admitted, Admit(ledger, "b", "bob"));

        Assert.Equal(["a", "b"], _handedOver.Select(static message => TestMessages.IdOf(message.Json)));
        Assert.Equal([TestMessages.Hash("ann"), TestMessages.Hash("bob")], _handedOver.Select(static message => message.UserHash));
        Assert.True(_handedOver[0].Sequence < _handedOver[1].Sequence);
        Assert.All(_handedOver, static message => Assert.Equal(QueuedMessageState.Pending, message.State));
    }

    [Fact]
    public void TheQueueIsBoundedInMessages()
    {
        var ledger = Make(limit: 3);

        Assert.Equal([Admission.Admitted, Admission.Admitted, Admission.Admitted, Admission.QueueFull], Enumerable.Range(0, 4).Select(i => Admit(ledger, $"m{i}")));
        Settle(ledger, _handedOver[0], null);

        Assert.Equal(Admission.Admitted, Admit(ledger, "m4"));
        Assert.Equal(Admission.QueueFull, Admit(ledger, "m5"));
        Assert.Equal(4, ledger.ReadStatistics().Accepted);
    }

    [Fact]
    public void TheQueueIsBoundedInTheCapacityOfItsBuffers() =>
        Gen.Int[0, 3000].Array[1, 60].Sample(paddings =>
        {
            const long Limit = 20_000;
            var held = new List<QueuedMessage>();
            var ledger = new Ledger(100_000, Limit, HandOver.To(held.Add));
            foreach (var padding in paddings)
            {
                var json = TestMessages.Json("m", padding: padding);
                var room = Limit - held.Sum(static message => (long)message.Memory) >= QueuedMessage.MemoryFor(MessagePool.CapacityFor(json.Length));

                Assert.Equal(room ? Admission.Admitted : Admission.QueueFull, ledger.Admit(json, 0, null, wait: false, out _));
                Assert.Equal(held.Sum(static message => (long)message.Memory), ledger.PendingBytes);
            }

            Assert.Equal(held.Count, ledger.Pending);
        });

    [Fact]
    public void AMessageLargerThanTheLimitPassesAnEmptyQueueAlone()
    {
        var ledger = Make(limitBytes: 1000);

        Assert.Equal(Admission.Admitted, ledger.Admit(TestMessages.Json("large", padding: 2000), 0, null, wait: false, out _));
        Assert.Equal(Admission.QueueFull, Admit(ledger, "small"));
    }

    [Fact]
    public void AMessageIsClaimedOnce()
    {
        var ledger = Make();
        Admit(ledger, "a");
        Admit(ledger, "b");

        Assert.Equal(_handedOver[..1], ledger.Claim(_handedOver[..1].ToArray()));
        Assert.Empty(ledger.Claim(_handedOver[..1].ToArray()));
        Assert.Equal(_handedOver[1..], ledger.ClaimAll());
        Assert.Empty(ledger.ClaimAll());
        Assert.Empty(ledger.Claim(_handedOver.ToArray()));

        // Those who asked to be told have not been told yet.
        Assert.Equal(2, ledger.ReadStatistics().Pending);
    }

    [Fact]
    public void EachEndIsCountedAndTheSumIsWhatWasAccepted()
    {
        var ledger = Make(limit: 10);
        for (var i = 0; i < 6; i++)
            Admit(ledger, $"m{i}");
        ledger.CountDropped(DropReason.Invalid);
        Settle(ledger, _handedOver[0], null);
        Settle(ledger, _handedOver[3], DropReason.Rejected);
        Settle(ledger, _handedOver[5], DropReason.Rejected);
        Settle(ledger, _handedOver[1], DropReason.RetryExpired);

        var statistics = ledger.ReadStatistics();

        Assert.Equal((7, 1, 2), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        Assert.Equal(
            new Dictionary<DropReason, long> { [DropReason.Invalid] = 1, [DropReason.Rejected] = 2, [DropReason.RetryExpired] = 1 },
            statistics.Dropped);
        Assert.Equal(_handedOver.Where((_, i) => i is 2 or 4).Sum(static message => (long)message.Memory), ledger.PendingBytes);
    }

    [Fact]
    public void AClosedLedgerAdmitsNothing()
    {
        var ledger = Make();

        ledger.Close();

        Assert.Equal(Admission.Closed, Admit(ledger, "a"));
        Assert.Equal(Admission.Closed, ledger.Admit(TestMessages.Json("b"), 0, null, wait: true, out _));
        Assert.Empty(_handedOver);
    }

    [Fact]
    public async Task ABlockedCallerIsReleasedByRoom()
    {
        var ledger = Make(limit: 1);
        Admit(ledger, "a");
        var blocked = StartBlocked(ledger, "b");

        Settle(ledger, _handedOver[0], null);

        Assert.Equal(Admission.Admitted, await blocked.WaitAsync(Soon));
        Assert.Equal("b", TestMessages.IdOf(_handedOver[^1].Json));
    }

    [Fact]
    public async Task BlockedCallersAreReleasedByClosing()
    {
        var ledger = Make(limit: 1);
        Admit(ledger, "a");
        Task<Admission>[] blocked = [StartBlocked(ledger, "b"), StartBlocked(ledger, "c")];

        ledger.Close();

        Assert.Equal([Admission.Closed, Admission.Closed], await Task.WhenAll(blocked).WaitAsync(Soon));
        Assert.Equal(1, ledger.ReadStatistics().Accepted);
    }

    Ledger Make(int limit = 100, long limitBytes = 1_000_000) => new(limit, limitBytes, HandOver.To(_handedOver.Add));

    static Admission Admit(Ledger ledger, string id, string user = "u") =>
        ledger.Admit(TestMessages.Json(id, user), TestMessages.Hash(user), original: null, wait: false, out _);

    static void Settle(Ledger ledger, QueuedMessage message, DropReason? reason) =>
        ledger.Complete(ledger.Claim(new[] { message }), reason, reuse: false);

    // Comes back when the thread waits for room.
    static Task<Admission> StartBlocked(Ledger ledger, string id)
    {
        var result = new TaskCompletionSource<Admission>();
        var thread = new Thread(() => result.SetResult(ledger.Admit(TestMessages.Json(id), 0, original: null, wait: true, out _))) { IsBackground = true };
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0, Soon));
        return result.Task;
    }
}
