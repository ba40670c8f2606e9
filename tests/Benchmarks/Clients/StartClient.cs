using System.Runtime;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;

namespace Benchmarks.Clients;

/// <summary>A process that logs one event and closes its logger: what that costs before anything is warm.</summary>
static class StartClient
{
    public const string Verb = "log-first";

    public static int Run(Arguments arguments)
    {
        var client = Client.Read(arguments);
        var workload = client.Workload();
        var logger = client.CreateLogger();
        workload.Log(logger, 0);
        var logged = Figures();
        logger.Dispose();
        var delivered = Figures();
        Console.WriteLine(JsonSerializer.Serialize(new StartReport(logged.Cpu, logged.Methods, delivered.Cpu, delivered.Methods)));
        return 0;
    }

    static (double Cpu, long Methods) Figures() => (ProcessFigures.Cpu.TotalSeconds, JitInfo.GetCompiledMethodCount());
}

/// <summary>What a process has cost since it began, the runtime's own start included.</summary>
/// <param name="LoggedCpuSeconds">User and system time when the first log call returned.</param>
/// <param name="LoggedMethods">Methods compiled until then.</param>
/// <param name="DeliveredCpuSeconds">User and system time when the logger was closed, and the event so delivered.</param>
/// <param name="DeliveredMethods">Methods compiled until then.</param>
sealed record StartReport(double LoggedCpuSeconds, long LoggedMethods, double DeliveredCpuSeconds, long DeliveredMethods);
