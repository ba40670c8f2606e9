using BenchmarkDotNet.Attributes;
using Benchmarks.Workload;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Mapping;

namespace Benchmarks.Micro;

/// <summary>The body of one request: a hundred messages of the workload.</summary>
public class PayloadBenchmarks
{
    readonly QueuedMessage[] _messages = MakeMessages(100);
    readonly Payload _plain = new(gzip: false);
    readonly Payload _gzip = new(gzip: true);

    [Benchmark(Baseline = true)]
    public int Plain()
    {
        _plain.Write(_messages, DateTimeOffset.UnixEpoch);
        return _plain.Body.Count;
    }

    [Benchmark]
    public int Gzip()
    {
        _gzip.Write(_messages, DateTimeOffset.UnixEpoch);
        return _gzip.Body.Count;
    }

    static QueuedMessage[] MakeMessages(int count)
    {
        var mapper = new MessageMapper(Sinks.Settings());
        var workload = new OrderCompleted();
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var logEvent = CapturingSink.Capture(log => workload.Log(log, index));
            mapper.TryRecognise(logEvent, out var type);
            using var mapped = mapper.Map(logEvent, type);
            var message = new QueuedMessage(MessagePool.CapacityFor(mapped.Json.Length));
            message.Fill(mapped.Json, mapped.UserHash, original: null, callsHooks: true);
            return message;
        })];
    }
}
