using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Cost;

/// <summary>What an event allocates in the whole process from the log call to the answer, beyond what Serilog does by itself.</summary>
/// <remarks>By the runtime's own counter, so that no clock can make these fail.</remarks>
public sealed class AllocationTests
{
    const int Events = 2000;

    [Fact]
    public async Task ADeliveredEventAllocatesAtMost400Bytes()
    {
        using var server = new FrugalServer();
        await using var sink = CreateLogger(server);

        Assert.InRange(await MeasureAsync(sink, LogOrder) - await FloorAsync(LogOrder), 0, 400);
    }

    /// <summary>There is one way to send, before and after trouble.</summary>
    [Fact]
    public async Task ARefusedRequestInBetweenChangesNothing()
    {
        using var server = new FrugalServer();
        await using var sink = CreateLogger(server);
        var before = await MeasureAsync(sink, LogOrder);
        server.RefuseOne();
        LogOrder(sink, 0);
        await RudderStackDelivery.FlushAsync(SoonEnough.Token);
        var after = await MeasureAsync(sink, LogOrder);

        Assert.Equal(1, server.Refused);
        Assert.InRange(after, 0, before + 4);
    }

    [Fact]
    public async Task AnOrdinaryEventAllocatesNothing()
    {
        using var server = new FrugalServer();
        await using var sink = CreateLogger(server);

        Assert.InRange(await MeasureAsync(sink, LogRequest) - await FloorAsync(LogRequest), 0, 1);
    }

    static Logger CreateLogger(FrugalServer server) =>
        new LoggerConfiguration().WriteTo.RudderStack("key", server.Url, static options =>
        {
            options.Interval = TimeSpan.FromHours(1);
            options.RetryAfter = TimeSpan.FromMilliseconds(1);
            options.WhenQueueFull = WhenQueueFull.Block;
        }).CreateLogger();

    static async Task<double> FloorAsync(Action<ILogger, int> log)
    {
        await using var floor = new LoggerConfiguration().WriteTo.Sink(new NothingSink()).CreateLogger();
        return await MeasureAsync(floor, log);
    }

    // The best of several rounds: the first compiles and fills the pools, and a runtime has business of its own.
    static async Task<double> MeasureAsync(ILogger logger, Action<ILogger, int> log)
    {
        var least = double.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Events; i++)
                log(logger, i);
            await RudderStackDelivery.FlushAsync(SoonEnough.Token);
            least = Math.Min(least, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Events);
        }

        return least;
    }

    static void LogOrder(ILogger logger, int number) => logger
        .ForContext("EventType", "track")
        .ForContext("UserId", "user-000042")
        .ForContext("Context", new { Locale = "en-US", App = new { Name = "WebShop", Version = "3.1.4" } }, destructureObjects: true)
        .Information("Order Completed {OrderId} {Total} {Currency}", number, 99.5, "EUR");

    static void LogRequest(ILogger logger, int number) => logger.Information("Request {Path} took {Elapsed} ms", "/cart", number);

    sealed class NothingSink : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
        }
    }
}
