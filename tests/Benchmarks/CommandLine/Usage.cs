namespace Benchmarks.CommandLine;

static class Usage
{
    public const string Text = """
        Usage: dotnet run -c Release --project tests/Benchmarks -- <verb> [options]

          steady   as many events again, when as many have arrived: CPU, allocation, memory of each
                     --events 1000000  --batch-size 100  --threads 1 (more: unpinned)
          cold     the first events of a process, start-up and JIT included
                     --events 200000  --batch-size 100  --threads 1
          memory   allocation and peak of both
                     --events 200000 (of cold; steady logs five times as many)
          start    CPU and compiled methods until the first log call returns, and until it is delivered
          service  a web application logs at a steady rate, unpinned: CPU, percentiles of the log call
                     --rate 2000  --threads 16  --warm-up 30  --seconds 60
          close    the end of a program right after a burst: what is delivered, and how long it takes
                     --events 20000  --delay-ms 150  --batch-size 100
          outage   nothing listens: memory against the limit, the longest log call, CPU of a dropped event
                     --events 5000000  --fill 200000
          latency  an answer takes 100 ms: throughput and order with 1 to 16 requests at a time
                     --delay-ms 100  --requests 30 (for each one at a time)  --users 10000
          gateway  answers as slow as the real gateway's: throughput of the defaults, and of four at a time
                     --events 200000  --delay-us 14000  --delay-per-event-us 36
          durable  log calls into an outbox on disk, and a backlog that is drained
                     --warm-up 50000  --events 200000
          micro    BenchmarkDotNet; a bare word is a filter, anything else is one of its own options
                     micro *Mapping*

        All but micro take --rounds 3 (start: 7), --systems floor,rudderstack,seq (also otel, durable, seq-durable), --forms property,track
        and --http yes for plain HTTP instead of TLS. Every client and server is a process of its own, used once.
        Nothing leaves this machine: servers listen on free ports of the loopback interface.
        """;
}
