using BenchmarkDotNet.Attributes;
using Benchmarks.Systems;
using Benchmarks.Workload;

namespace Benchmarks.Micro;

/// <summary>The workload from the log call to an answer in process, on all threads: one logger, many events, disposal.</summary>
public class DeliveryBenchmarks
{
    const int Events = 20_000;

    readonly OrderCompleted _workload = new();

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void SinkThatDoesNothing() => Deliver(LoggingSystem.Floor);

    [Benchmark(OperationsPerInvoke = Events)]
    public void RudderStack() => Deliver(LoggingSystem.RudderStack);

    [Benchmark(OperationsPerInvoke = Events)]
    public void Seq() => Deliver(LoggingSystem.Seq);

    [Benchmark(OperationsPerInvoke = Events)]
    public void OpenTelemetry() => Deliver(LoggingSystem.OpenTelemetry);

    void Deliver(LoggingSystem system)
    {
        using var handler = new AnsweringHandler();
        using var logger = system.CreateLogger("http://localhost", new Tuning { Handler = handler });
        for (var i = 0; i < Events; i++)
            _workload.Log(logger, i);
    }
}
