using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Audit;

public sealed class AuditTests : EndToEndTest
{
    public static TheoryData<Action<ILogger>, string[]> Unsendable => new()
    {
        { log => log.Track(null, "Nobody's"), ["track", "Nobody's", "neither userId nor anonymousId"] },
        { log => log.Group("user-1", ""), ["group", "no groupId"] },
        { log => log.Track("user-1", "Big", new { Text = Secret + new string('x', 40_000) }), ["Big", "32768"] },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EventsAreStoredBeforeTheLogCallReturns(bool withOptions)
    {
        var log = CreateAudit(withOptions);
        for (var i = 1; i <= 5; i++)
        {
            log.LogTrack($"Event {i}");
            Assert.Equal(i, DataPlane.Count);
            Assert.Equal(1, DataPlane.Requests[^1].MessageCount);
        }

        Assert.Single(DataPlane.Requests.Select(request => request.ConnectionId).Distinct());
    }

    [Fact]
    public void OrdinaryEventsPass()
    {
        var log = CreateAudit();
        log.Information("The kitchen is closed");
        log.ForContext("EventType", 0xA1B2C3D4u).Information("Hashed");

        Assert.Empty(DataPlane.Requests);
    }

    [Theory]
    [MemberData(nameof(Unsendable), DisableDiscoveryEnumeration = true)]
    public void WhatCannotBeSentIsThrown(Action<ILogger> call, string[] expected)
    {
        var log = CreateAudit();

        var text = Failure(() => call(log));

        Assert.All(expected, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Empty(DataPlane.Requests);
        log.LogTrack("The next is none the worse");
        Assert.Equal(1, DataPlane.Count);
    }

    [Theory]
    [InlineData(400, "bad body")]
    [InlineData(401, "bad key")]
    [InlineData(404, "no such path")]
    [InlineData(413, "too big")]
    [InlineData(429, "too many")]
    [InlineData(500, "broken")]
    [InlineData(503, "away")]
    public void AnAnswerThatIsNoSuccessIsThrownWithStatusAndText(int status, string body)
    {
        DataPlane.Faults.Add(new Fault { Status = status, Body = body });
        var log = CreateAudit();

        var text = Failure(() => log.LogTrack("Refused", messageId: "refused-1"));

        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        Assert.Contains(body, text, StringComparison.Ordinal);
        Assert.Contains("refused-1", text, StringComparison.Ordinal);
        Assert.Single(DataPlane.Requests);
    }

    [Fact]
    public void APageOfHtmlIsThrownInOneLine()
    {
        DataPlane.Faults.Add(Fault.BodyLimit(10));

        var thrown = Assert.Throws<AggregateException>(() => CreateAudit().LogTrack("Refused"));

        Assert.Contains("413", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(thrown.Message, char.IsControl);
    }

    [Fact]
    public void AWrongKeyIsThrownWithAdvice()
    {
        var text = Failure(() => CreateAudit(key: "wrong-key").LogTrack("Refused"));

        Assert.Contains("401", text, StringComparison.Ordinal);
        Assert.Contains("write key was refused", text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARefusedConnectionIsThrown()
    {
        await DataPlane.StopListeningAsync();

        Assert.Contains("nothing listens at", Failure(() => CreateAudit().LogTrack("Refused")), StringComparison.Ordinal);
    }

    [Fact]
    public void ATimeOutIsThrown()
    {
        DataPlane.Faults.Add(new Fault { Hang = true });
        var log = CreateAudit(configure: options => options.RequestTimeout = TimeSpan.FromMilliseconds(100));

        Assert.Contains("in time", Failure(() => log.LogTrack("Hangs")), StringComparison.Ordinal);
    }

    [Fact]
    public void AProxyThatKnowsMoreNodesIsFollowed()
    {
        DataPlane.NodeCount = 3;
        CreateAudit().LogTrack("Routed");

        Assert.Equal(["Routed"], Stored("event"));
    }

    /// <summary>Sent by it, the event would be refused once more, and thrown back at the caller.</summary>
    [Fact]
    public async Task ALateAnswerOfTheProxyDoesNotReplaceANewerOne()
    {
        using var handler = new LateClusterInfoHandler();
        var log = CreateAudit(configure: options => options.HttpMessageHandlerFactory = () => handler);
        DataPlane.NodeCount = 3;
        var late = Task.Factory.StartNew(() => log.LogTrack("Late"), TaskCreationOptions.LongRunning);
        await handler.Answered.WaitAsync(SoonEnough.Token);
        DataPlane.NodeCount = 2;
        await Task.Factory.StartNew(() => log.LogTrack("Meanwhile"), TaskCreationOptions.LongRunning).WaitAsync(SoonEnough.Token);

        handler.Release();
        await late.WaitAsync(SoonEnough.Token);

        Assert.Equal(["Meanwhile", "Late"], Stored("event"));
    }

    [Fact]
    public async Task AStuckSynchronizationContextIsNoDeadLock()
    {
        var log = CreateAudit();
        DataPlane.NodeCount = 2;

        await StuckContext.RunAsync(() =>
        {
            log.LogTrack("Sent");
            DataPlane.Faults.Add(new Fault { Status = 500 });
            Failure(() => log.LogTrack("Failed"));
            log.Dispose();
        });

        Assert.Equal(["Sent"], Stored("event"));
    }

    [Fact]
    public void AVetoIsNoFailure()
    {
        CreateAudit(configure: options => options.BeforeSend = static _ => null).LogTrack("Vetoed");

        Assert.Empty(DataPlane.Requests);
        Assert.Equal(1, Meter.Dropped["filtered"]);
    }

    [Fact]
    public void AThrowingBeforeSendIsThrown()
    {
        var log = CreateAudit(configure: options => options.BeforeSend = static _ => throw new InvalidOperationException("hook"));

        Assert.Contains("BeforeSend", Failure(() => log.LogTrack("Spoilt")), StringComparison.Ordinal);
    }

    static string Failure(Action call)
    {
        var thrown = Assert.Throws<AggregateException>(call).ToString();
        Assert.DoesNotContain(Secret, thrown, StringComparison.Ordinal);
        Assert.DoesNotContain(WriteKey, thrown, StringComparison.Ordinal);
        return thrown;
    }

    Logger CreateAudit(bool withOptions = true, string key = WriteKey, Action<RudderStackSinkOptions>? configure = null)
    {
        WithoutCallbacks();
        var audit = new LoggerConfiguration().AuditTo;
        return Keep((withOptions
            ? audit.RudderStack(key, DataPlane.Url, options => configure?.Invoke(options))
            : audit.RudderStack(key, DataPlane.Url)).CreateLogger());
    }
}
