using System.Text.Json;
using Benchmarks.CommandLine;

namespace Benchmarks.Server;

/// <summary>The process that counts: says its URL on the first line, its report on the last, and ends with its input.</summary>
static class ServerProcess
{
    public const string Verb = "serve";

    public static readonly string[] Options = ["delay-ms", "check-order"];

    public static int Run(Arguments arguments)
    {
        var delay = TimeSpan.FromMilliseconds(arguments.Number("delay-ms", 0));
        var order = arguments.Text("check-order", "no") == "yes" ? new UserOrder() : null;
        using var server = new CountingServer(delay, order);
        Console.WriteLine(server.Url);

        // Also when the parent dies, however it dies.
        while (Console.In.ReadLine() is not null)
        {
        }

        Console.WriteLine(JsonSerializer.Serialize(server.Counts.Read()));
        return 0;
    }
}
