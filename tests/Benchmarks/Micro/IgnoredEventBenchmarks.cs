using BenchmarkDotNet.Attributes;
using Benchmarks.Systems;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace Benchmarks.Micro;

/// <summary>What an event costs that is none of the sink's business.</summary>
public class IgnoredEventBenchmarks
{
    readonly ILogEventSink _nothing = new NothingSink();
    readonly LogEvent _ordinary = CapturingSink.Capture(static log => log.Information("Request {Path} took {Elapsed} ms", "/cart", 12.5));
    readonly LogEvent _hash = CapturingSink.Capture(static log => log.ForContext("EventType", 0xA26DC7E3u).Information("Request {Path}", "/cart"));
    readonly LogEvent _hexText = CapturingSink.Capture(static log => log.ForContext("EventType", "A26DC7E3").Information("Request {Path}", "/cart"));
    RudderStackSink _sink = null!;

    [GlobalSetup]
    public void Open() => _sink = new RudderStackSink(Sinks.Settings());

    [GlobalCleanup]
    public void Close() => _sink.Dispose();

    [Benchmark(Baseline = true)]
    public void SinkThatDoesNothing() => _nothing.Emit(_ordinary);

    [Benchmark]
    public void NoEventType() => _sink.Emit(_ordinary);

    [Benchmark]
    public void EventTypeIsAHash() => _sink.Emit(_hash);

    [Benchmark]
    public void EventTypeIsAHashAsText() => _sink.Emit(_hexText);
}
