using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;

// Logs as fast as it can from several threads, and notes in a file of each thread what log calls have returned for, until it
// is killed: <url> <outbox> <notes> <first id> <threads> <users of each thread>.
var (url, outbox, notes) = (args[0], args[1], args[2]);
var (prefix, threads, users) = (args[3], Number(4), Number(5));
SelfLog.Enable(Console.Error);

await using var logger = new LoggerConfiguration()
    .WriteTo.DurableRudderStack("wk-durable", url, outbox, options =>
    {
        options.Interval = TimeSpan.FromMilliseconds(50);
        options.BatchSize = 50;
        options.MaxConcurrentRequests = 2;
        options.RetryAfter = TimeSpan.FromMilliseconds(5);
    })
    .CreateLogger();

Console.WriteLine("ready");
var running = Enumerable.Range(0, threads).Select(thread => new Thread(() => LogForEver(logger, thread)) { IsBackground = true }).ToArray();
Array.ForEach(running, static thread => thread.Start());
Console.In.ReadLine();

void LogForEver(Logger log, int thread)
{
    // One write for each line, so that a killed process leaves whole lines.
    using var noted = new FileStream($"{notes}.{prefix}.{thread}", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    for (var i = 0; ; i++)
    {
        var id = $"{prefix}-{thread}-{i.ToString(CultureInfo.InvariantCulture)}";
        log.ForContext("EventType", "track")
            .ForContext("Event", "Order Completed")
            .ForContext("UserId", $"{prefix}-{thread}-{i % users}")
            .ForContext("MessageId", id)
            .ForContext("Number", i)
            .Information("An order");
        noted.Write(System.Text.Encoding.ASCII.GetBytes(id + "\n"));
    }
}

int Number(int argument) => int.Parse(args[argument], CultureInfo.InvariantCulture);
