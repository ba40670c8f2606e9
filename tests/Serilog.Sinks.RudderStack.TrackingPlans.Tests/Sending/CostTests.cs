using RudderStack.Local;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

public class CostTests
{
    // The thread that logs is counted.
    const string Program = """
        namespace Program
        {
            using Serilog;

            public static class Use
            {
                public static long Typed(ILogger logger)
                {
                    var before = System.GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < 500; i++)
                        logger.TrackOrderCompleted("u", new() { OrderId = i, Total = 99.50m, Currency = "EUR", Coupon = "SPRING", First = true });
                    return (System.GC.GetAllocatedBytesForCurrentThread() - before) / 500;
                }

                public static long Anonymous(ILogger logger)
                {
                    var before = System.GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < 500; i++)
                        logger.Track("u", "Order Completed", new { OrderId = (long)i, Total = 99.50m, Currency = "EUR", Coupon = "SPRING", First = true });
                    return (System.GC.GetAllocatedBytesForCurrentThread() - before) / 500;
                }
            }
        }
        """;

    [Fact]
    public async Task ATypedCallAllocatesNoMoreThanAnAnonymousObject()
    {
        string[] names = ["order_id", "total", "currency", "coupon", "first"];
        var plan = PlanFiles.Of(
            [.. names.Zip(["integer", "number", "string", "string", "boolean"], static (id, type) => new { id, name = id, type })],
            [new { id = "one", name = "Order Completed", event_type = "track" }],
            [new { type = "event_rule", id = "r", @event = "#event:one", properties = names.Select(static id => new { property = $"#property:{id}" }) }]);
        var program = Compiled.Of(plan, Compiled.Anchor("test") + Program).Load().GetType("Program.Use")!;
        await using var dataPlane = await LocalDataPlane.StartAsync();
        await using var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url, static options => options.Interval = TimeSpan.FromHours(1)).CreateLogger();

        // The best of several rounds: the first compiles and fills the pools.
        var (typed, anonymous) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 6; round++)
        {
            typed = Math.Min(typed, (long)program.GetMethod("Typed")!.Invoke(null, [logger])!);
            await RudderStackDelivery.FlushAsync();
            anonymous = Math.Min(anonymous, (long)program.GetMethod("Anonymous")!.Invoke(null, [logger])!);
            await RudderStackDelivery.FlushAsync();
        }

        Assert.InRange(typed, 1, anonymous);
    }
}
