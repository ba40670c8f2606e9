using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>The data plane is down: what the process holds, and what its log calls notice.</summary>
static class OutageComparison
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static int Run(Arguments arguments)
    {
        var events = Math.Max(1, arguments.Number("events", 5_000_000));
        var cores = Cores.Choose();
        using var client = ChildProcess.Start(
            cores,
            cores.Client,
            OutageClient.Verb, "--url", UrlOfNobody(), "--events", events.ToString(CultureInfo.InvariantCulture));
        var report = client.Finish<OutageReport>(Limit);

        Console.WriteLine($"{events} events while nothing listens, WhenQueueFull = Drop. {cores.Note}");
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.WriteLine(Write(report));
        return 0;
    }

    static Table Write(OutageReport report)
    {
        var allowed = report.LimitBytes + report.LimitBytes / 4;
        var table = new Table("what", "figure");
        table.Add("byte limit, and 25 % more, MB", $"{Figure.Megabytes(report.LimitBytes)}, {Figure.Megabytes(allowed)}");
        table.Add("largest managed heap, uncollected garbage included, MB", $"{Figure.Megabytes(report.MaxHeapBytes)} ({(report.MaxHeapBytes <= allowed ? "within" : "above")})");
        table.Add("largest managed heap after a collection, MB", $"{Figure.Megabytes(report.MaxLiveBytes)} ({(report.MaxLiveBytes <= allowed ? "within" : "above")})");
        table.Add("peak RSS, MB", Figure.Megabytes(report.PeakResidentBytes));
        table.Add("longest log call, ms", Figure.Of(report.LongestCallSeconds * 1000, "F1"));
        table.Add("log calls above 10 ms", Figure.Whole(report.SlowCalls));
        table.Add("CPU per event, us", Figure.Of(report.CpuSeconds * 1e6 / report.Events, "F2"));
        table.Add("wall time per event, us", Figure.Of(report.LoggingSeconds * 1e6 / report.Events, "F2"));
        table.Add("disposal, s (ShutdownTimeout 2)", Figure.Of(report.DisposeSeconds, "F2"));
        foreach (var (reason, count) in report.Dropped)
            table.Add($"dropped, {reason}", Figure.Whole(count));
        table.Add("without a fate", Figure.Whole(report.Events - report.Dropped.Values.Sum()));
        return table;
    }

    // A port that was free a moment ago, and is given back: connections to it are refused.
    static string UrlOfNobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }
}
