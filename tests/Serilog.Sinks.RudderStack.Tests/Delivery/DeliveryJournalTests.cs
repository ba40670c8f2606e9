using System.Net;
using Microsoft.Extensions.Time.Testing;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

[Collection(SelfLogCapture.Collection)]
public sealed class DeliveryJournalTests : IDisposable
{
    static readonly Answer Ok = new() { Status = HttpStatusCode.OK, Text = "OK" };

    readonly SelfLogCapture _log = new();
    readonly Ledger _ledger = new(100, 1_000_000, maxMessageBytes: 32_768, TimeProvider.System);
    ReportThrottle? _reports;
    Hooks? _hooks;

    public void Dispose()
    {
        _reports?.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void MessagesAreCountedThenHooksAreCalledThenTheMemoryIsGivenBack()
    {
        var calls = new List<(string Id, int Pending, bool IsHeld)>();
        var journal = Make(new TestSettings
        {
            OnDelivered = message => calls.Add((message.MessageId!, _ledger.Pending, _ledger.HeldBytes > 0)),
            OnDropped = message => calls.Add((message.MessageId!, _ledger.Pending, _ledger.HeldBytes > 0)),
        });
        var messages = Admit("a", "b", "c");

        journal.Delivered(messages.AsMemory(0, 2), Ok);
        journal.Dropped(messages.AsMemory(2, 1), DropReason.RetryExpired, new Answer { Fault = new IOException() });

        Assert.Equal([("a", 1, true), ("b", 1, true), ("c", 0, true)], calls);
        Assert.Equal(0, _ledger.HeldBytes);
    }

    [Fact]
    public void ADroppedMessageSaysWhy()
    {
        DroppedMessage? dropped = null;
        var journal = Make(new TestSettings { OnDropped = message => dropped = message });
        var messages = Admit("a", "b");
        var fault = new IOException("reset");

        journal.Dropped(messages.AsMemory(0, 1), DropReason.Rejected, new Answer { Status = HttpStatusCode.BadRequest, Text = "bad" });
        Assert.Equal((DropReason.Rejected, HttpStatusCode.BadRequest, "bad", null), (dropped!.Reason, dropped.StatusCode, dropped.ResponseText, dropped.Exception));

        journal.Dropped(messages.AsMemory(1, 1), DropReason.RetryExpired, new Answer { Fault = fault });
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
        var listener = new ListenerDouble(static () => throw new UnspeakableException(0));
        _hooks!.FailureListener = listener;
        var messages = Admit("a", "b", "c", "d");

        journal.Delivered(messages.AsMemory(0, 2), Ok);
        journal.Dropped(messages.AsMemory(2, 2), DropReason.Rejected, answer: null);

        Assert.Equal(4, calls);
        Assert.Single(listener.Calls);
        var statistics = _ledger.ReadStatistics();
        Assert.Equal((2, 2, 0), (statistics.Delivered, statistics.Dropped[DropReason.Rejected], statistics.Pending));
        Assert.Equal(0, _ledger.HeldBytes);
        Assert.Single(_log.Lines, static line => line.Contains("OnDelivered threw UnspeakableException"));
    }

    [Fact]
    public void MessagesOfAHookAreCountedAndReportedButCallNoHook()
    {
        var calls = 0;
        var journal = Make(new TestSettings { OnDelivered = _ => calls++, OnDropped = _ => calls++ });
        var listener = new ListenerDouble();
        _hooks!.FailureListener = listener;
        var messages = Admit(callsHooks: false, "a", "b", "c");

        journal.Delivered(messages.AsMemory(0, 1), Ok);
        journal.Dropped(messages.AsMemory(1, 1), DropReason.Rejected, new Answer { Status = HttpStatusCode.BadRequest });
        journal.AtShutdown.Abandon();
        journal.Dropped(messages.AsMemory(2, 1), DropReason.Shutdown, answer: null);
        journal.AtShutdown.EndHandOver();

        Assert.Equal(0, calls);
        Assert.Empty(listener.Calls);
        var statistics = _ledger.ReadStatistics();
        Assert.Equal((1, 1, 1), (statistics.Delivered, statistics.Dropped[DropReason.Rejected], statistics.Dropped[DropReason.Shutdown]));
        Assert.Contains(_log.Lines, static line => line.Contains("(rejected)"));

        // They were not meant for a hook, so they do not lack there.
        Assert.DoesNotContain(_log.Lines, static line => line.Contains("not handed"));
    }

    [Fact]
    public void WhatIsRefusedInsideAHookCallsNoHook()
    {
        var calls = 0;
        Make(new TestSettings { OnDropped = _ => calls++ });
        var listener = new ListenerDouble();
        _hooks!.FailureListener = listener;
        void Refuse() => _hooks.Refused(TestMessages.Json("a"), TestMessages.Original(), DropReason.Invalid, "no id", exception: null);

        using (DeliveryPath.EnterHook())
            Refuse();
        Assert.Equal((0, 0), (calls, listener.Calls.Count));

        Refuse();
        Assert.Equal((1, 1), (calls, listener.Calls.Count));
    }

    [Fact]
    public void TheFailureListenerGetsTheOriginalsOfWhatIsLostInCollections()
    {
        var journal = Make(new TestSettings());
        var listener = new ListenerDouble();
        _hooks!.FailureListener = listener;
        var messages = Admit("a", "b", "c", "d", "e", "f", "g");
        LogEvent[] originals = [.. messages.Select(static message => message.Original!)];

        journal.Delivered(messages.AsMemory(0, 1), Ok);
        journal.Postponed(messages.AsMemory(1, 6), Outcome.Retry, new Answer { Status = HttpStatusCode.ServiceUnavailable });
        Assert.Empty(listener.Calls);
        journal.Dropped(messages.AsMemory(1, 3), DropReason.RetryExpired, answer: null);
        journal.AtShutdown.Abandon();
        journal.Dropped(messages.AsMemory(4, 3), DropReason.Shutdown, answer: null);

        Assert.Equal(2, listener.Calls.Count);
        Assert.Equal((LoggingFailureKind.Permanent, LoggingFailureKind.Final), (listener.Calls[0].Kind, listener.Calls[1].Kind));
        Assert.Equal(originals[1..4], listener.Calls[0].Events);
        Assert.Equal(originals[4..7], listener.Calls[1].Events);
    }

    [Fact]
    public void LogCallsInsideAHookKnowWhereTheyAre()
    {
        var inside = new List<(bool, bool)>();
        var journal = Make(new TestSettings { OnDelivered = _ => inside.Add((DeliveryPath.IsCurrent, DeliveryPath.IsInHook)) });

        journal.Delivered(Admit("a"), Ok);

        Assert.Equal([(true, true)], inside);
        Assert.False(DeliveryPath.IsCurrent);
    }

    [Fact]
    public void AbandonCountsAndReportsBeforeAnythingIsHandedOver()
    {
        var handedOver = new List<string>();
        var journal = Make(new TestSettings { OnDropped = message => handedOver.Add($"{message.MessageId} {message.Reason} {_log.Lines.Count}") });
        var messages = Admit("a", "b", "c", "d");

        journal.AtShutdown.Abandon();

        Assert.Empty(handedOver);
        Assert.Equal((4, 0), (_ledger.ReadStatistics().Dropped[DropReason.Shutdown], _ledger.Pending));
        var line = Assert.Single(_log.Lines);
        Assert.Contains("4 messages were dropped (shutdown)", line);

        // What was delivered at the last moment has been counted as lost.
        journal.Delivered(messages.AsMemory(0, 1), Ok);
        journal.Dropped(messages.AsMemory(1, 3), DropReason.RetryExpired, new Answer { Status = HttpStatusCode.ServiceUnavailable });
        journal.AtShutdown.EndHandOver();

        Assert.Equal(["a Shutdown 1", "b Shutdown 1", "c Shutdown 1", "d Shutdown 1"], handedOver);
        Assert.Equal(0, _ledger.HeldBytes);
        var statistics = _ledger.ReadStatistics();
        Assert.Equal((4, 0, 4), (statistics.Accepted, statistics.Delivered, statistics.Dropped.Values.Sum()));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void WhatCouldNotBeHandedOverInTimeIsCountedAndReported()
    {
        DeliveryJournal? journal = null;
        var calls = 0;
        journal = Make(new TestSettings
        {
            OnDropped = _ =>
            {
                if (++calls == 3)
                    journal!.AtShutdown.EndHandOver();
            },
        });
        var messages = Admit([.. Enumerable.Range(0, 10).Select(static i => $"m{i}")]);
        journal.AtShutdown.Abandon();

        journal.Dropped(messages, DropReason.Shutdown, answer: null);

        // The third is in the hands of the hook.
        Assert.Equal(3, calls);
        Assert.Single(_log.Lines, static line => line.Contains("7 messages were dropped by the shutdown and not handed to OnDropped"));
        Assert.Equal(0, _ledger.HeldBytes);
    }

    [Fact]
    public void WhoeverEndsItDoesNotReturnBeforeAnotherHasReportedThat()
    {
        var journal = Make(new TestSettings { OnDropped = static _ => { } });
        var second = new Thread(() => journal.AtShutdown.EndHandOver(isHeldUp: true));
        var returned = new List<bool>();
        SelfLog.Enable(_ =>
        {
            second.Start();
            SpinWait.SpinUntil(() => (second.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
            returned.Add((second.ThreadState & ThreadState.Stopped) != 0);
        });

        journal.AtShutdown.EndHandOver(isHeldUp: true);
        second.Join();

        Assert.Equal([false], returned);
    }

    [Fact]
    public void WithoutHooksNothingIsMissing()
    {
        var journal = Make(new TestSettings());
        Admit("a", "b");

        journal.AtShutdown.Abandon();
        journal.AtShutdown.EndHandOver();

        Assert.Single(_log.Lines);
    }

    [Fact]
    public void NothingPendingIsNothingToReport()
    {
        var journal = Make(new TestSettings { OnDropped = static _ => { } });

        journal.AtShutdown.Abandon();
        journal.AtShutdown.EndHandOver();

        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData("OK", false)]
    [InlineData("ok", false)]
    [InlineData("", true)]
    [InlineData("<html>Welcome to nginx!</html>", true)]
    public void AnAnswerThatIsNoGatewaysIsReportedOnce(string text, bool isReported)
    {
        var journal = Make(new TestSettings());
        for (var i = 0; i < 3; i++)
            journal.Delivered(Admit($"m{i}"), new Answer { Status = HttpStatusCode.OK, Text = text });

        Assert.Equal(isReported ? 1 : 0, _log.Lines.Count);
        Assert.All(_log.Lines, static line => Assert.Contains("does a data plane answer at this URL?", line));
        Assert.Equal(3, _ledger.ReadStatistics().Delivered);
    }

    [Fact]
    public void ALimitIsReportedWithTheOptionThatAvoidsIt()
    {
        var journal = Make(new TestSettings());
        journal.Limited(new SizeLimit(Bytes: 7000, Events: null));
        Assert.Contains("about 7000 bytes", Assert.Single(_log.Lines));
        Assert.Contains("MaxBatchBytes", _log.Lines[0]);

        _reports!.Dispose();
        journal = Make(new TestSettings());
        journal.Limited(new SizeLimit(Bytes: null, Events: 50));
        Assert.Contains("about 50 events", _log.Lines[1]);
        Assert.Contains("BatchSize", _log.Lines[1]);
    }

    [Fact]
    public void AnEventThatWasNotMappedIsCountedReportedAndGivenToTheListener()
    {
        var journal = Make(new TestSettings());
        var listener = new ListenerDouble();
        _hooks!.FailureListener = listener;
        var original = TestMessages.Original();

        journal.RefusedUnmapped(original, "the queue is full.");
        journal.RefusedUnmapped(original, "the queue is full.");

        var statistics = _ledger.ReadStatistics();
        Assert.Equal((2, 2), (statistics.Accepted, statistics.Dropped[DropReason.QueueFull]));
        Assert.Equal([original, original], listener.Calls.SelectMany(static call => call.Events));
        Assert.EndsWith("an event was dropped (queue_full): the queue is full.", Assert.Single(_log.Lines));
    }

    [Fact]
    public void AQueueThatKeepsGrowingIsReportedOnceWithTheOptionThatHelps()
    {
        var time = new FakeTimeProvider();
        var journal = Make(new TestSettings { Time = time, BatchSize = 2 });
        for (var i = 0; i < 8; i++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            var messages = Admit("a", "b", "c", "d", "e", "f");
            journal.Delivered(messages.AsMemory(0, 2), Ok with { Duration = TimeSpan.FromMilliseconds(500) });
        }

        var line = Assert.Single(_log.Lines);
        Assert.Contains("About 4 events a second", line);
        Assert.Contains("raise MaxConcurrentRequests", line);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void VerboseAddsALineForEachRequestWithoutContents(bool verbose)
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
        _reports = new ReportThrottle(frozen.TimeProvider, frozen.Reports);
        _hooks = new Hooks(this, frozen, _reports);
        return new DeliveryJournal(frozen, _ledger, _hooks, _reports, new HealthRecord(frozen.TimeProvider));
    }

    QueuedMessage[] Admit(params string[] ids) => Admit(callsHooks: true, ids);

    QueuedMessage[] Admit(bool callsHooks, params string[] ids) => Array.ConvertAll(ids, id =>
    {
        var json = TestMessages.Json(id);
        Assert.Equal(Admission.Admitted, _ledger.Admit(json.Length, wait: false, out var message));
        message!.Fill(json, userHash: 0, TestMessages.Original(), callsHooks);
        return message;
    });

    /// <summary>Throws again when asked for its message.</summary>
    sealed class UnspeakableException(int number) : Exception
    {
        public override string Message => throw new InvalidOperationException($"{number}");
    }

    sealed class ListenerDouble(Action? fail = null) : ILoggingFailureListener
    {
        public List<(LoggingFailureKind Kind, LogEvent[] Events)> Calls { get; } = [];

        public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
        {
            Calls.Add((kind, [.. events!]));
            fail?.Invoke();
        }
    }
}
