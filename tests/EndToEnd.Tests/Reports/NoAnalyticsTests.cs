using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Context;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Reports;

/// <summary>A report that a program logs is never analytics, whatever its enrichers add and whichever way it takes to the sink.</summary>
public sealed class NoAnalyticsTests : EndToEndTest
{
    static readonly Dictionary<string, Func<LoggerConfiguration, NoAnalyticsTests, LoggerConfiguration>> Ways = new(StringComparer.Ordinal)
    {
        ["directly"] = static (logger, test) => logger.WriteTo.RudderStack(WriteKey, test.DataPlane.Url, test.Set),
        ["behind a queue"] = static (logger, test) => logger.WriteTo.Async(to => to.RudderStack(WriteKey, test.DataPlane.Url, test.Set)),
        ["a sub-logger"] = static (logger, test) => logger.WriteTo.Logger(inner => inner.Enrich.WithProperty("EventType", "page").WriteTo.RudderStack(WriteKey, test.DataPlane.Url, test.Set)),
        ["by level"] = static (logger, test) => logger.WriteTo.Conditional(static _ => true, to => to.RudderStack(WriteKey, test.DataPlane.Url, test.Set)),
    };

    public static TheoryData<string> AllWays => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(AllWays))]
    public async Task WhicheverWay(string way)
    {
        WithoutCallbacks();
        var log = Ways[way](new LoggerConfiguration().Enrich.FromLogContext().Enrich.WithProperty("EventType", "track").Enrich.WithProperty("UserId", "user-1"), this).CreateLogger();
        using (LogContext.PushProperty("Event", "Of a scope"))
        {
            log.ForContext("SourceContext", RudderStackReports.Category).Warning("{Report}", "delivery failed");
            log.ForContext("SourceContext", "Shop.Basket").Information("Logged by a test");
        }

        await log.DisposeAsync();

        Assert.Equal(["Of a scope"], Stored("event"));
        Assert.Empty(Reported.Lines);
    }

    [Fact]
    public void AuditToIgnoresItToo()
    {
        WithoutCallbacks();
        using var log = new LoggerConfiguration().Enrich.WithProperty("EventType", "track").AuditTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger();
        log.ForContext("SourceContext", RudderStackReports.Category).Warning("{Report}", "delivery failed");

        Assert.Equal(0, DataPlane.Count);
    }

    void Set(RudderStackSinkOptions options) => Prepare(options, null);
}
