using System.Globalization;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Workload;
using Serilog.Core;

namespace Benchmarks.Clients;

/// <summary>What every client process is given on its command line: a system, where it sends to, and what is logged.</summary>
sealed record Client
{
    public static readonly string[] Options =
        ["system", "form", "url", "users", "uneven", "batch-size", "concurrency", "when-full", "shutdown-s", "peer-queue"];

    public required LoggingSystem System { get; init; }

    public CallForm Form { get; init; } = CallForm.Property;

    public string Url { get; init; } = "";

    public int Users { get; init; } = OrderCompleted.UserCount;

    public bool Uneven { get; init; }

    public Tuning Tuning { get; init; } = new();

    public static Client Read(Arguments arguments) => new()
    {
        System = LoggingSystem.Named(arguments.Text("system", "")),
        Form = CallForm.Named(arguments.Text("form", "")),
        Url = arguments.Text("url", ""),
        Users = arguments.Number("users", 0),
        Uneven = arguments.IsSet("uneven"),
        Tuning = new Tuning
        {
            BatchSize = NullIfZero(arguments.Number("batch-size", 0)),
            MaxConcurrentRequests = arguments.Number("concurrency", 1),
            WhenQueueFull = Enum.Parse<Serilog.Sinks.RudderStack.WhenQueueFull>(arguments.Text("when-full", "")),
            ShutdownTimeout = NullIfZero(arguments.Number("shutdown-s", 0)) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            PeerQueueLimit = NullIfZero(arguments.Number("peer-queue", 0)),
        },
    };

    /// <summary>The options that <see cref="Read"/> reads.</summary>
    public IEnumerable<string> Write() =>
    [
        "--system", System.Name, "--form", Form.Name, "--url", Url, "--users", Text(Users), "--uneven", Uneven ? "yes" : "no",
        "--batch-size", Text(Tuning.BatchSize ?? 0), "--concurrency", Text(Tuning.MaxConcurrentRequests),
        "--when-full", Tuning.WhenQueueFull.ToString(),
        "--shutdown-s", Text((int)(Tuning.ShutdownTimeout ?? TimeSpan.Zero).TotalSeconds), "--peer-queue", Text(Tuning.PeerQueueLimit ?? 0),
    ];

    public OrderCompleted Workload() => new(Form, Users, Uneven);

    public Logger CreateLogger() => System.CreateLogger(Url, Tuning);

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static int? NullIfZero(int number) => number == 0 ? null : number;
}
