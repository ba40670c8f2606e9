namespace Benchmarks.CommandLine;

static class Usage
{
    public const string Text = """
        Usage: dotnet run -c Release --project tests/Benchmarks -- <verb> [options]

          burst    whole processes: this sink, its peers and a sink that does nothing, in turn
                     --rounds 3  --events 200000  --batch-size 100  --systems floor,rudderstack,seq,otel
          outage   nothing listens at the data plane: memory against the limit, the longest log call
                     --events 5000000
          latency  an answer takes 100 ms: throughput and order with 1 to 16 requests at a time
                     --delay-ms 100  --requests 30 (for each one at a time)
          threads  1 to 16 logging threads, batches of 100 and 1000: CPU per event
                     --rounds 1  --events 200000
          micro    BenchmarkDotNet; a bare word is a filter, anything else is one of its own options
                     micro *Mapping*

        Nothing leaves this machine: the server is a child process on a free port of the loopback interface.
        """;
}
