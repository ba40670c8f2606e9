using System.Text.Json;
using Benchmarks.CommandLine;

namespace Benchmarks.Server;

/// <summary>The process that counts: says its URL on the first line, its report on the last, and ends with its input.</summary>
/// <remarks>In between it takes the commands <c>report</c>, which gives a report now, and <c>reset</c>.</remarks>
static class ServerProcess
{
    public const string Verb = "serve";

    public const string Report = "report";

    public const string Reset = "reset";

    public static readonly string[] Options = ["delay-us", "delay-per-event-us", "check-order", "certificate"];

    public static int Run(Arguments arguments)
    {
        using var server = new CountingServer(
            TimeSpan.FromMicroseconds(arguments.Number("delay-us", 0)),
            TimeSpan.FromMicroseconds(arguments.Number("delay-per-event-us", 0)),
            arguments.IsSet("check-order") ? new UserOrder() : null,
            arguments.Text("certificate", "") is { Length: > 0 } file ? LocalCertificate.Load(file) : null);
        Console.WriteLine(server.Url);

        // Also when the parent dies, however it dies.
        while (Console.In.ReadLine() is { } command)
        {
            if (command == Reset)
                server.Counts.Reset();
            else
                Write(server);
        }

        Write(server);
        return 0;
    }

    static void Write(CountingServer server) => Console.WriteLine(JsonSerializer.Serialize(server.Counts.Read()));
}
