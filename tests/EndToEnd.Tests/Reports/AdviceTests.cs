using EndToEnd.Tests.Support;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;

namespace EndToEnd.Tests.Reports;

/// <summary>A report of an event that lacks something says how to give it, in the form in which the call was made.</summary>
public sealed class AdviceTests : EndToEndTest
{
    static readonly Dictionary<string, (Action<Logger> Log, string Advice)> Events = new(StringComparer.Ordinal)
    {
        ["method, no user"] = (static log => log.Track(null, "Event"), "it has neither userId nor anonymousId; give the call its argument userId or anonymousId"),
        ["method, no event"] = (static log => log.Track("user-1", " "), "it has no event, which track requires; give the call its argument eventName"),
        ["method, no group"] = (static log => log.Group("user-1", ""), "it has no groupId, which group requires; give the call its argument groupId"),
        ["method, no previous id"] = (static log => log.Alias("", "user-1"), "it has no previousId, which alias requires; give the call its argument previousId"),
        ["property, no user"] = (static log => log.ForContext("EventType", "track").Information("Event"), "give it one, for example with ForContext(\"UserId\", ...)"),
        ["property, no event"] = (static log => log.ForContext("EventType", "track").ForContext("UserId", "user-1").Information("{Hole}", 1), "give it one, for example with text in the message template, or ForContext(\"Event\", ...)"),
        ["property, no group"] = (static log => log.ForContext("EventType", "group").ForContext("UserId", "user-1").Information("{Hole}", 1), "give it one, for example with ForContext(\"GroupId\", ...)"),
    };

    public static TheoryData<string> Names => [.. Events.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void InTheFormOfTheCall(string name)
    {
        Events[name].Log(CreateLogger());

        Assert.Contains(Events[name].Advice, Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void ThroughMicrosoftsLoggersToo()
    {
        WithoutCallbacks();
        using (var factory = LoggerFactory.Create(logging => logging.AddRudderStack(WriteKey, DataPlane.Url)))
            factory.CreateLogger("Shop").Track(null, "Event");

        Assert.Contains("give the call its argument userId or anonymousId", Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void OfWhatAHookReturned()
    {
        CreateLogger(options => options.BeforeSend = static message =>
        {
            message.Remove("userId");
            return message;
        }).LogTrack("Event");

        Assert.Contains("it has neither userId nor anonymousId; BeforeSend must leave it one", Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOversizeReportNamesTheLargestProperty()
    {
        var log = CreateLogger();
        log.Track("user-1", "Huge", new { Small = 1, Description = new string('x', 40_000) });
        log.Identify("user-1", new { Biography = new string('x', 40_000), Small = 1 });

        Assert.Contains("(of them description 40002)", Reported.Lines[0], StringComparison.Ordinal);
        Assert.Contains("(of them biography 40002)", Reported.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void ADroppedMessageIsOneLineWithoutWhatStandsInIt()
    {
        CreateLogger().ForContext("EventType", "track").ForContext("Event", "Line\nbreak").ForContext("MessageId", "id-1").ForContext("Note", Secret).Information("Logged by a test");

        Assert.Equal("track \"Line break\" (messageId id-1) was dropped (invalid)", Assert.Single(Dropped).ToString());
    }
}
