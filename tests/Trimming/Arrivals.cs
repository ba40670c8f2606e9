using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging.RudderStack.Tests.Values;
using Serilog.Sinks.RudderStack;

namespace Trimming;

/// <summary>Logs every row by every way, and says what arrived of each: a line of way and row, whether it holds a type of the program's own, and the JSON.</summary>
static class Arrivals
{
    const string Own = "own";
    const string Known = "known";

    // What a trimmed program cannot read.
    static readonly HashSet<Type> OwnTypes =
    [
        typeof(object), typeof(StrongId), typeof(ConvertedId), typeof(ParsedId), typeof(CultureText), typeof(RecordId), typeof(Point), typeof(Described),
        typeof(FieldOnly), typeof(Nothing), typeof(ThrowingGetter), typeof(ThrowingText), typeof(KeyAndValue), typeof(Order),
    ];

    static readonly (string Name, Action<Serilog.ILogger, Microsoft.Extensions.Logging.ILogger, string, object?> Log)[] Ways =
    [
        ("helper", (serilog, _, name, value) => serilog.Track("user-1", name, new Dictionary<string, object?> { ["value"] = value })),
        ("property", (serilog, _, name, value) => Event(serilog, name).ForContext("Value", value, destructureObjects: true).Information("Logged")),
        ("template", (serilog, _, name, value) => Event(serilog, name).Information("Logged {@Value}", value)),
        ("Microsoft helper", (_, microsoft, name, value) => microsoft.Track("user-1", name, new Dictionary<string, object?> { ["value"] = value })),
        ("Microsoft template", (_, microsoft, name, value) => microsoft.LogInformation("{EventType} {UserId} {Event} {@Value}", "track", "user-1", name, value)),
        ("Microsoft scope", LogInScope),
    ];

    static readonly (string Name, bool IsOwn, Action<Serilog.ILogger, Microsoft.Extensions.Logging.ILogger, string> Log)[] Calls =
    [
        ("bare", false, (serilog, _, name) => serilog.Track("user-1", name)),
        ("json", false, (serilog, _, name) => serilog.Track("user-1", name, new JsonObject { ["order_id"] = 42 }, context: new JsonObject { ["ip"] = "203.0.113.7" }, integrations: new Dictionary<string, bool> { ["All"] = true })),
        ("described", false, (serilog, _, name) => serilog.Track("user-1", name, AnalyticsObject.From(SomeOrder(), Orders.Default.Order))),
        ("described inside", false, (serilog, _, name) => serilog.Track("user-1", name, new Dictionary<string, object?> { ["order"] = AnalyticsObject.From(SomeOrder(), Orders.Default.Order) })),
        ("described throws", false, (serilog, _, name) => serilog.Track("user-1", name, AnalyticsObject.From(new FaultyOrder(), Orders.Default.FaultyOrder))),
        ("pairs", false, (serilog, _, name) => serilog.Track("user-1", name, AnalyticsObject.From(new SortedDictionary<string, int> { ["b"] = 1, ["a"] = 2 }))),
        ("null", false, (serilog, _, name) => serilog.Track("user-1", name, null)),
        ("Microsoft bare", false, (_, microsoft, name) => microsoft.Track("user-1", name)),
        ("Microsoft json", false, (_, microsoft, name) => microsoft.Track("user-1", name, new JsonObject { ["order_id"] = 42 }, context: new JsonObject { ["ip"] = "203.0.113.7" })),
        ("Microsoft described", false, (_, microsoft, name) => microsoft.Track("user-1", name, AnalyticsObject.From(SomeOrder(), Orders.Default.Order))),
        ("tasks", false, (serilog, _, name) => serilog.Track("user-1", name, new Dictionary<string, object?> { ["task"] = new TaskCompletionSource<int>().Task, ["lazy"] = new Lazy<int>(() => 1), ["stream"] = new MemoryStream(), ["good"] = 1 })),
        ("object", true, ByReflection),
        ("Microsoft object", true, MicrosoftByReflection),
        ("consent", true, ConsentByReflection),
        ("deep", true, (serilog, _, name) => serilog.Track("user-1", name, new Dictionary<string, object?> { ["list"] = new List<object> { 1, SomeOrder() } })),
        ("property with object", true, (serilog, _, name) => Event(serilog, name).ForContext("Properties", SomeOrder(), destructureObjects: true).Information("Logged")),
    ];

    public static async Task<IEnumerable<string>> OfEveryWayAsync()
    {
        var recorder = new Recorder();
        var names = new List<(string Name, string Kind)>();
        await using (var serilog = new LoggerConfiguration().WriteTo.RudderStack("key", "http://localhost:1", recorder.Configure).CreateLogger())
        await using (var services = MicrosoftServices(recorder))
        {
            var microsoft = services.GetRequiredService<ILoggerFactory>().CreateLogger("Trimming");
            foreach (var way in Ways)
            {
                for (var i = 0; i < ValueTable.Rows.Count; i++)
                {
                    var name = $"{way.Name}, row {i}";
                    var value = ValueTable.Rows[i].Value();
                    names.Add((name, IsOwn(value) ? Own : Known));
                    way.Log(serilog, microsoft, name, value);
                }
            }

            foreach (var call in Calls)
            {
                names.Add((call.Name, call.IsOwn ? Own : Known));
                call.Log(serilog, microsoft, call.Name);
            }

            foreach (var name in PlannedCalls.Log(serilog, microsoft))
                names.Add((name, Known));
        }

        foreach (var call in Calls)
            names.Add(("durable, " + call.Name, call.IsOwn ? Own : Known));
        await LogDurablyAsync(recorder);
        return names.Select(one => $"{one.Name}\t{one.Kind}\t{recorder.Of(one.Name)}");
    }

    // The outbox calls SQLite's native library.
    static async Task LogDurablyAsync(Recorder recorder)
    {
        var folder = Directory.CreateTempSubdirectory("trimming-").FullName;
        await using (var durable = new LoggerConfiguration().WriteTo.DurableRudderStack("key", "http://localhost:1", Path.Combine(folder, "outbox.db"), recorder.Configure).CreateLogger())
        {
            using var loggers = new Serilog.Extensions.Logging.SerilogLoggerFactory(durable);
            var microsoft = loggers.CreateLogger("Trimming");
            foreach (var call in Calls)
                call.Log(durable, microsoft, "durable, " + call.Name);
            await RudderStackDelivery.FlushAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    static ServiceProvider MicrosoftServices(Recorder recorder) => new ServiceCollection()
        .AddLogging(logging => logging.AddRudderStack(options =>
        {
            options.WriteKey = "key";
            options.DataPlaneUrl = "http://localhost:1";
            recorder.Configure(options.Sink);
        }))
        .BuildServiceProvider();

    static Serilog.ILogger Event(Serilog.ILogger log, string name) => log.ForContext("EventType", "track").ForContext("UserId", "user-1").ForContext("Event", name);

    static void LogInScope(Serilog.ILogger serilog, Microsoft.Extensions.Logging.ILogger microsoft, string name, object? value)
    {
        using (microsoft.BeginScope(new Dictionary<string, object?> { ["EventType"] = "track", ["UserId"] = "user-1", ["Event"] = name, ["@Value"] = value }))
            microsoft.LogInformation("Logged");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "To see that the event is dropped.")]
    static void ByReflection(Serilog.ILogger serilog, Microsoft.Extensions.Logging.ILogger microsoft, string name) =>
        serilog.Track("user-1", name, new { OrderId = 42 });

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "To see that the event is dropped.")]
    static void MicrosoftByReflection(Serilog.ILogger serilog, Microsoft.Extensions.Logging.ILogger microsoft, string name) =>
        microsoft.Track("user-1", name, new { OrderId = 42 });

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "To see that the event is dropped.")]
    static void ConsentByReflection(Serilog.ILogger serilog, Microsoft.Extensions.Logging.ILogger microsoft, string name) =>
        serilog.Track("user-1", name, new Dictionary<string, object?> { ["a"] = 1 }, context: new { ConsentManagement = new { DeniedConsentIds = new[] { "a" } } });

    static Order SomeOrder() => new(42, 99.50m, [new Line("G-32", 2)], DateTimeOffset.UnixEpoch);

    static bool IsOwn(object? value) => value switch
    {
        null => false,
        _ when OwnTypes.Contains(value.GetType()) || value.GetType().Name.StartsWith("<>f__Anonymous", StringComparison.Ordinal) => true,
        object[] array => Array.Exists(array, IsOwn),
        IDictionary dictionary => dictionary.Keys.Cast<object>().Any(IsOwn),
        _ => false,
    };
}
