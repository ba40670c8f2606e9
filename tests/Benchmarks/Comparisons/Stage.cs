using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Server;
using Benchmarks.Systems;
using Benchmarks.Tables;
using Benchmarks.Workload;

namespace Benchmarks.Comparisons;

/// <summary>Where a comparison takes place: the cores, the certificate, and the processes of each round.</summary>
/// <remarks>Each client and each server is a process of its own, used once, so that no round inherits what another has warmed.</remarks>
sealed class Stage : IDisposable
{
    /// <summary>Options that all comparisons take.</summary>
    public static readonly string[] Options = ["rounds", "systems", "forms", "http"];

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    readonly Cores _cores = Cores.Choose();
    readonly LocalCertificate? _certificate;

    public Stage(Arguments arguments, int rounds = 3, string systems = "floor,rudderstack,seq", string forms = "property,track")
    {
        Rounds = arguments.Count("rounds", rounds);
        Systems = arguments.Each("systems", systems, LoggingSystem.Named);
        Forms = arguments.Each("forms", forms, CallForm.Named);
        if (arguments.IsSet("http"))
            return;
        if (!LocalCertificate.IsSupported)
            throw new UsageException("On this system no process can be made to trust a certificate of ours: --http yes.");
        _certificate = new LocalCertificate();
    }

    public int Rounds { get; }

    public LoggingSystem[] Systems { get; }

    public string Scheme => _certificate is null ? "http" : "https";

    public CallForm[] Forms { get; }

    /// <summary>Runs something for each form and system in turn, as often as there are rounds.</summary>
    public Dictionary<(CallForm Form, LoggingSystem System), List<T>> InTurn<T>(Func<CallForm, LoggingSystem, T> run) =>
        InTurn([.. from form in Forms from system in Systems select (form, system)], key => run(key.form, key.system), static key => $"{key.system.Name}, {key.form.Name}");

    /// <summary>Runs something for each key in turn, as often as there are rounds.</summary>
    public Dictionary<TKey, List<T>> InTurn<TKey, T>(IReadOnlyList<TKey> keys, Func<TKey, T> run, Func<TKey, string> name)
        where TKey : notnull
    {
        var results = keys.ToDictionary(static key => key, static _ => new List<T>());
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var key in keys)
            {
                results[key].Add(run(key));
                Console.Error.WriteLine($"round {round} of {Rounds}: {name(key)}");
            }
        }

        return results;
    }

    /// <summary>One client process that logs a burst, with a server process of its own, from start to end.</summary>
    public Round RunBurst(Client client, int events, int warmUp = 0, int threads = 1, params IEnumerable<string> serverOptions)
    {
        using var server = client.System.Sends ? StartServer(serverOptions) : null;
        using var process = Start(
            threads == 1 ? _cores.Client : 0,
            BurstClient.CommandLine(client with { Url = server?.ReadLine(Soon) ?? "" }, warmUp, events, threads));
        if (warmUp > 0)
        {
            process.ReadLine(Limit);
            if (server is not null)
                WaitForEvents(server, warmUp);
            process.WriteLine("go");
        }

        return new Round(process.Finish<BurstReport>(Limit), server?.Finish<ServerReport>(Soon));
    }

    /// <summary>One client process of any kind; it reports at its end.</summary>
    /// <param name="client">What the process is given.</param>
    /// <param name="commandLine">Its command line.</param>
    /// <param name="pinned">Whether it gets a core of its own.</param>
    public (T Client, ServerReport? Server) Run<T>(Client client, Func<Client, IEnumerable<string>> commandLine, bool pinned)
    {
        using var server = client.System.Sends ? StartServer([]) : null;
        using var process = Start(pinned ? _cores.Client : 0, commandLine(client with { Url = server?.ReadLine(Soon) ?? "" }));
        return (process.Finish<T>(Limit), server?.Finish<ServerReport>(Soon));
    }

    /// <summary>One client process without a server.</summary>
    public T RunAlone<T>(IEnumerable<string> commandLine)
    {
        using var process = Start(_cores.Client, commandLine);
        return process.Finish<T>(Limit);
    }

    /// <summary>Writes what was run and on what, and then the tables.</summary>
    /// <param name="what">What was run.</param>
    /// <param name="pinned">Whether clients had a core of their own.</param>
    /// <param name="tables">What came out.</param>
    public void Print(string what, bool pinned, params IEnumerable<object> tables)
    {
        var cores = pinned ? _cores.Note : "Clients unpinned.";
        Console.WriteLine($"{what} Rounds in turn: {Rounds}; median (range). {(_certificate is null ? "Plain HTTP." : "TLS.")} {cores}");
        Console.WriteLine(Machine.Description);
        foreach (var table in tables)
        {
            Console.WriteLine();
            Console.Write(table);
        }
    }

    public static Samples Of<T>(IEnumerable<T> rounds, Func<T, double> figure) => new(rounds.Select(figure));

    public void Dispose() => _certificate?.Dispose();

    ChildProcess StartServer(IEnumerable<string> options) =>
        ChildProcess.Start(_cores, _cores.Server, [], [ServerProcess.Verb, .. options, .. _certificate is null ? [] : (string[])["--certificate", _certificate.ServerFile]]);

    ChildProcess Start(nint mask, IEnumerable<string> commandLine) => ChildProcess.Start(_cores, mask, _certificate?.Trust ?? [], commandLine);

    static void WaitForEvents(ChildProcess server, int events)
    {
        var limit = TimeProvider.System.GetUtcNow() + Limit;
        while (true)
        {
            server.WriteLine(ServerProcess.Report);
            var report = System.Text.Json.JsonSerializer.Deserialize<ServerReport>(server.ReadLine(Soon))!;
            if (report.Events >= events)
                break;
            if (TimeProvider.System.GetUtcNow() > limit)
                throw new TimeoutException($"Of {events} events to warm up with, {report.Events} arrived.");
            Thread.Sleep(Glance);
        }

        server.WriteLine(ServerProcess.Reset);
    }
}
