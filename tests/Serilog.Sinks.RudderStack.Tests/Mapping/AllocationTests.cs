using System.Reflection;
using System.Runtime.Versioning;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Mapping;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>The promise that a log call pays for in time only.</summary>
public class AllocationTests
{
    const int Events = 1000;

    // netstandard2.0 cannot format floating-point numbers but as text, and the event has one.
    static readonly long Unavoidable =
        typeof(MessageMapper).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName.StartsWith(".NETStandard", StringComparison.Ordinal)
            ? Events * 32
            : 0;

    [Fact]
    public void AnOrdinaryEventAllocatesNothing() =>
        AssertAllocatesNothing(new MapperBuilder(), MapperBuilder.Capture(log => log.Information("Hello {Name}", "World")), isAnalytics: false);

    [Theory]
    [InlineData(0x1A2B3C4Du)]
    [InlineData("1a2b3c4d")]
    public void AnEventOfAHashEnricherAllocatesNothing(object hash) =>
        AssertAllocatesNothing(new MapperBuilder(), MapperBuilder.Capture(log => log.ForContext("EventType", hash).Information("Hello {Name}", "World")), isAnalytics: false);

    [Fact]
    public void ATypicalEventAllocatesNothing() => AssertAllocatesNothing(new MapperBuilder(), Workload.Event(), isAnalytics: true);

    [Fact]
    public void ATypicalEventWithFrameworkNoiseAllocatesNothing() =>
        AssertAllocatesNothing(
            new MapperBuilder
            {
                DefaultContext = ContextTests.Dictionary(("app", ContextTests.Dictionary(("name", "shop"), ("version", "1.2.3")))),
                DefaultIntegrations = ContextTests.Dictionary(("All", true), ("S3", false)),
            },
            MapperBuilder.Capture(log => Workload.Log(log.ForContext("SourceContext", "Shop.Orders").ForContext("RequestId", "r"))),
            isAnalytics: true);

    static void AssertAllocatesNothing(MapperBuilder builder, LogEvent logEvent, bool isAnalytics)
    {
        var mapper = builder.Build();
        Run(mapper, logEvent, isAnalytics);

        // The first block of random ids and the buffers are behind; the best of several runs, since the runtime itself may allocate.
        var least = long.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(mapper, logEvent, isAnalytics);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(isAnalytics ? Unavoidable : 0, least);
    }

    static void Run(MessageMapper mapper, LogEvent logEvent, bool isAnalytics)
    {
        for (var i = 0; i < Events; i++)
        {
            var recognised = mapper.TryRecognise(logEvent, out var type);
            if (recognised != isAnalytics)
                throw new InvalidOperationException("Not recognised as expected.");
            if (!recognised)
                continue;

            using var mapped = mapper.Map(logEvent, type);
            if (mapped.Fault is not null || mapped.Json.IsEmpty)
                throw new InvalidOperationException("Not mapped.");
        }
    }
}
