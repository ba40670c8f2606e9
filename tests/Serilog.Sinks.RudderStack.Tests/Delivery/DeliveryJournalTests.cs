using System.Net;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

[Collection(SelfLogCapture.Collection)]
public sealed class DeliveryJournalTests : IDisposable
{
    readonly SelfLogCapture _log = new();
    readonly List<QueuedMessage> _messages = [];
    readonly Ledger _ledger;
    SelfLogReports? _reports;
    Announcer? _announcer;

    public DeliveryJournalTests() => _ledger = new Ledger(100, 1_000_000, HandOver.To(_messages.Add));

    public void Dispose()
    {
        _reports?.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void ThoseWhoAskedToBeToldAreToldBeforeItIsCounted()
    {
        var told = new List<(string Json, long Pending)>();
        var journal = Make(new TestSettings
        {
            OnDelivered = message => told.Add((message.Json, _ledger.Pending)),
            OnDropped = message => told.Add((message.Json, _ledger.Pending)),
        });
        Admit("a", "b");

        journal.Delivered(_messages.GetRange(0, 1).ToArray());
        journal.Dropped(_messages.GetRange(1, 1).ToArray(), DropReason.RetryExpired, new Answer { Fault = new IOException() });

        Assert.Equal([("a", 2), ("b", 1)], told.Select(static one => (IdOf(one.Json), one.Pending)));
        Assert.Equal(0, _ledger.Pending);
    }

    [Fact]
    public void ADroppedMessageSaysWhy()
    {
        DroppedMessage? dropped = null;
        var journal = Make(new TestSettings { OnDropped = message => dropped = message });
        Admit("a", "b");
        var fault = new IOException("reset");

        journal.Dropped(_messages.GetRange(0, 1).ToArray(), DropReason.Rejected, new Answer { Status = HttpStatusCode.BadRequest, Text = "bad" });
        Assert.Equal((DropReason.Rejected, HttpStatusCode.BadRequest, "bad", null), (dropped!.Reason, dropped.StatusCode, dropped.ResponseText, dropped.Exception));

        journal.Dropped(_messages.GetRange(1, 1).ToArray(), DropReason.RetryExpired, new Answer { Fault = fault });
        Assert.Equal((DropReason.RetryExpired, null, null, fault), (dropped.Reason, dropped.StatusCode, dropped.ResponseText, dropped.Exception));
    }

    [Fact]
    public void AHookThatThrowsCostsNoMessageItsSettlementNorAnotherItsCall()
    {
        var calls = 0;
        var journal = Make(new TestSettings
        {
            OnDelivered = _ => throw new UnspeakableException(++calls),
            OnDropped = _ => throw new UnspeakableException(++calls),
        });
        Admit("a", "b", "c", "d");

        journal.Delivered(_messages.GetRange(0, 2).ToArray());
        journal.Dropped(_messages.GetRange(2, 2).ToArray(), DropReason.Rejected, answer: null);

        Assert.Equal(4, calls);
        var statistics = _ledger.ReadStatistics();
        Assert.Equal((2, 2, 0), (statistics.Delivered, statistics.Dropped[DropReason.Rejected], statistics.Pending));
    }

    [Fact]
    public void WhatAnotherHasSettledIsNeitherToldNorCountedAgain()
    {
        var told = 0;
        var journal = Make(new TestSettings { OnDelivered = _ => told++, OnDropped = _ => told++ });
        Admit("a", "b");

        journal.SweepUp();
        journal.Delivered(_messages.ToArray());
        journal.Dropped(_messages.ToArray(), DropReason.Rejected, answer: null);
        journal.SweepUp();

        Assert.Equal(2, told);
        var statistics = _ledger.ReadStatistics();
        Assert.Equal((0, 2, 0), (statistics.Delivered, statistics.Dropped[DropReason.Shutdown], statistics.Pending));
        Assert.Single(statistics.Dropped);
    }

    [Fact]
    public void TheFailureListenerGetsTheOriginalsOfWhatIsLostAndNothingElse()
    {
        var journal = Make(new TestSettings());
        var listener = new ListenerDouble();
        _announcer!.FailureListener = listener;
        LogEvent[] originals = [TestMessages.Original(), TestMessages.Original(), TestMessages.Original()];
        foreach (var original in originals)
            _ledger.Admit(TestMessages.Json("m"), 0, original, wait: false, out _);

        journal.Delivered(_messages.GetRange(0, 1).ToArray());
        journal.Postponed(_messages.GetRange(1, 2).ToArray(), Outcome.Retry, new Answer { Status = HttpStatusCode.ServiceUnavailable });
        Assert.Empty(listener.Lost);
        journal.Dropped(_messages.GetRange(1, 1).ToArray(), DropReason.RetryExpired, answer: null);
        journal.SweepUp();

        Assert.Equal([(LoggingFailureKind.Permanent, originals[1]), (LoggingFailureKind.Final, originals[2])], listener.Lost);
    }

    [Fact]
    public void LogCallsInsideAHookKnowThatTheyMustNotWait()
    {
        var inside = new List<bool>();
        var journal = Make(new TestSettings { OnDelivered = _ => inside.Add(DeliveryPath.IsCurrent) });
        Admit("a");

        journal.Delivered(_messages.ToArray());

        Assert.Equal([true], inside);
        Assert.False(DeliveryPath.IsCurrent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void VerboseAddsALineForEachBatchWithoutContents(bool verbose)
    {
        var journal = Make(new TestSettings { Verbose = verbose });
        var payload = new Payload(gzip: false);
        payload.Write(TestMessages.Several(3), DateTimeOffset.UnixEpoch);

        journal.Attempted(3, payload, new Answer { Status = HttpStatusCode.OK, Duration = TimeSpan.FromMilliseconds(12) });

        Assert.Equal(verbose ? 1 : 0, _log.Lines.Count);
        Assert.All(_log.Lines, line => Assert.EndsWith($"3 messages, {payload.UncompressedLength} bytes ({payload.Body.Count} on the wire), answered 200 in 12 ms.", line));
    }

    DeliveryJournal Make(TestSettings settings)
    {
        var frozen = settings.Freeze();
        _reports = new SelfLogReports(frozen.TimeProvider);
        _announcer = new Announcer(this, frozen, _reports);
        return new DeliveryJournal(frozen, _ledger, _announcer, _reports);
    }

    void Admit(params string[] ids)
    {
        foreach (var id in ids)
            _ledger.Admit(TestMessages.Json(id), 0, original: null, wait: false, out _);
    }

    static string IdOf(string json) => TestMessages.IdOf(System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Throws again when asked for its message.</summary>
    sealed class UnspeakableException(int number) : Exception
    {
        public override string Message => throw new InvalidOperationException($"{number}");
    }

    sealed class ListenerDouble : ILoggingFailureListener
    {
        public List<(LoggingFailureKind Kind, LogEvent Event)> Lost { get; } = [];

        public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
            Lost.AddRange(events!.Select(one => (kind, one)));
    }
}
