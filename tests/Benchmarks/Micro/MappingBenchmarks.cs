using System.Globalization;
using BenchmarkDotNet.Attributes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.Seq;

namespace Benchmarks.Micro;

/// <summary>From the event to JSON; Seq's formatter does the same kind of work. OpenTelemetry's is not public.</summary>
public class MappingBenchmarks
{
    readonly MessageMapper _mapper = new(Sinks.Settings());
    readonly SeqCompactJsonFormatter _seq = new(CultureInfo.InvariantCulture);
    readonly StringWriter _text = new(CultureInfo.InvariantCulture);
    LogEvent _event = null!;

    public static IEnumerable<string> Events => SampleEvents.Names;

    [ParamsSource(nameof(Events))]
    public string Event { get; set; } = "";

    [GlobalSetup]
    public void Make()
    {
        _event = SampleEvents.Named(Event);
        _mapper.TryRecognise(_event, out var type);
        using var mapped = _mapper.Map(_event, type);
        if (mapped.Fault is { } fault)
            throw new InvalidOperationException($"{Event}: {fault.Description}");
    }

    [Benchmark(Baseline = true)]
    public int MapAndWrite()
    {
        _mapper.TryRecognise(_event, out var type);
        using var mapped = _mapper.Map(_event, type);
        return mapped.Json.Length;
    }

    /// <summary>UTF-16 text, which Seq's sink then encodes once more.</summary>
    [Benchmark]
    public int SeqFormatter()
    {
        _text.GetStringBuilder().Clear();
        _seq.Format(_event, _text);
        return _text.GetStringBuilder().Length;
    }
}
