using BenchmarkDotNet.Attributes;
using Benchmarks.Systems;
using Benchmarks.Workload;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace Benchmarks.Micro;

/// <summary>The workload's event on the thread that logs, in bursts that the queue holds; sending happens meanwhile, elsewhere.</summary>
public class EmitBenchmarks
{
    const int Events = 20_000;

    readonly OrderCompleted _workload = new();
    readonly LogEvent _event = SampleEvents.Named("workload");
    RudderStackSink _sink = null!;
    Logger _logger = null!;
    Logger _floor = null!;

    [GlobalSetup]
    public void Open()
    {
        _sink = new RudderStackSink(Sinks.Settings());
        _logger = LoggingSystem.RudderStack.CreateLogger("http://localhost", new Tuning { Handler = new AnsweringHandler() });
        _floor = LoggingSystem.Floor.CreateLogger("", new Tuning());
    }

    /// <summary>Each burst finds the queue empty, so that the caller never waits for room.</summary>
    [IterationCleanup]
    public void Settle() => RudderStackDelivery.FlushAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Close()
    {
        _sink.Dispose();
        _logger.Dispose();
        _floor.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void LogCallWithASinkThatDoesNothing()
    {
        for (var i = 0; i < Events; i++)
            _workload.Log(_floor, i);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void LogCall()
    {
        for (var i = 0; i < Events; i++)
            _workload.Log(_logger, i);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void EmitAlone()
    {
        for (var i = 0; i < Events; i++)
            _sink.Emit(_event);
    }
}
