using System.Text;
using System.Text.Json;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.RudderStack;

namespace Fuzz.Events;

/// <summary>Hostile events among good ones: the good arrive as they are, and each of the others arrives or is reported as lost.</summary>
sealed class EventCases : ICases
{
    const string Key = "wk-3f81c09a-fuzz";

    static readonly MessageTemplateParser Parser = new();
    static readonly string[] Types = ["track", "identify", "page", "screen", "group", "alias"];

    readonly LocalDataPlane _dataPlane;
    readonly StringBuilder _description = new();

    EventCases(LocalDataPlane dataPlane) => _dataPlane = dataPlane;

    public string Description => _description.ToString();

    public static async Task<ICases> CreateAsync() => new EventCases(await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = [Key] }));

    public async Task RunAsync(Random random)
    {
        _description.Clear();
        _dataPlane.ClearMessages();
        _dataPlane.ClearRequests();
        using var witness = new Witness(Key);
        await using var logger = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.RudderStack(Key, _dataPlane.Url, options => Configure(options, random, witness)).CreateLogger();
        var sentinels = 0;
        var calls = 0;
        LogSentinel(logger, sentinels++);
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            calls += Log(logger, random);
            LogSentinel(logger, sentinels++);
        }

        var statistics = await RudderStackDelivery.FlushAsync();
        await logger.DisposeAsync();
        witness.Check();
        Check(statistics, witness, sentinels, calls);
    }

    public ValueTask DisposeAsync() => _dataPlane.DisposeAsync();

    static void Configure(RudderStackSinkOptions options, Random random, Witness witness)
    {
        witness.Watch(options);
        options.Interval = TimeSpan.FromHours(1);
        options.BatchSize = random.Pick(1, 2, 3, 500);
        options.DisableGzip = random.OneIn(2);
        options.NoProxySupport = random.OneIn(2);
        options.PropertyNaming = random.Pick(Enum.GetValues<PropertyNaming>());
        options.LooseProperties = random.Pick(LooseProperties.All, LooseProperties.All, LooseProperties.MessageTemplate, LooseProperties.None);
        options.CopyTraitsToContext = random.OneIn(2);
        options.MaxMessageBytes = random.Pick(2_048, 32_768, 400_000);
        options.DefaultAnonymousId = random.Pick(null, "nobody", "process");
        if (random.OneIn(3))
            options.DefaultContext = new Dictionary<string, object?> { ["app.name"] = "Shop", ["traits"] = new Dictionary<string, object?> { ["plan"] = "free" } };
        if (random.OneIn(3))
            options.DefaultIntegrations = new Dictionary<string, object?> { ["All"] = true, ["A.B"] = false };
        if (random.OneIn(6))
            options.BeforeSend = static message => message;
    }

    static void LogSentinel(Logger logger, int number) =>
        logger.Track("sentinel", "Sentinel", new Dictionary<string, object?> { ["number"] = number, ["text"] = "ordinary" }, messageId: $"sentinel-{number}");

    // Gives how many analytics events it must have made.
    int Log(Logger logger, Random random)
    {
        var kind = random.Next(4);
        _description.Append(kind switch { 0 => "helper", 1 => "template", 2 => "log event", _ => "enriched helper" }).Append("; ");
        switch (kind)
        {
            case 0:
                LogByHelper(logger, random);
                return 1;
            case 1:
                LogByTemplate(logger, random);
                return 1;
            case 2:
                logger.Write(CreateEvent(random));
                return 0;
            default:
                // A property of the event's own wins, so it stays analytics.
                LogByHelper(logger.ForContext(new Adds(random.Property())), random);
                return 1;
        }
    }

    static void LogByHelper(ILogger logger, Random random)
    {
        var userId = random.Pick(null, "", " ", "user-1", "\u200b", random.SecretText());
        var anonymousId = random.Pick(null, null, "visitor", random.SecretText());
        var name = random.OneIn(2) ? "Order Completed" : random.Text(random.Pick(5, 5, 5_000));
        var context = random.OneIn(3) ? random.Value() : null;
        var integrations = random.OneIn(5) ? random.Value() : null;
        DateTimeOffset? timestamp = random.OneIn(4) ? random.Pick(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch) : null;
        var messageId = random.OneIn(4) ? random.Text() : null;
        var level = random.Pick(LogEventLevel.Verbose, LogEventLevel.Information, LogEventLevel.Fatal);
        switch (random.Next(6))
        {
            case 0: logger.Track(userId, name, random.Value(), anonymousId, context, integrations, timestamp, messageId, level); break;
            case 1: logger.Identify(userId, random.Value(), anonymousId, context, integrations, timestamp, messageId, level); break;
            case 2: logger.Page(userId, name, random.Value(), random.Pick(null, random.Text()), anonymousId, context, integrations, timestamp, messageId, level); break;
            case 3: logger.Screen(userId, name, random.Value(), random.Pick(null, random.Text()), anonymousId, context, integrations, timestamp, messageId, level); break;
            case 4: logger.Group(userId, random.Pick("group", "", random.SecretText()), random.Value(), anonymousId, context, integrations, timestamp, messageId, level); break;
            default: logger.Alias(random.Pick("before", "", random.SecretText()), userId, random.Value(), null, context, integrations, timestamp, messageId, level); break;
        }
    }

    static void LogByTemplate(Logger logger, Random random)
    {
        var template = new StringBuilder("Order ");
        var values = new List<object?>();
        for (var i = random.Next(6); i > 0; i--)
        {
            // Each value has a hole: Serilog throws at the caller for a value that throws and has none.
            template.Append('{').Append(random.Pick("", "", "@", "$")).Append(random.Pick("OrderId", "UserId", "Category", "Traits", "Context", "Timestamp", "_")).Append(random.Pick("", "", ":0.0", ",10")).Append('}');
            template.Append(random.Text(3).Replace('{', ' ').Replace('}', ' '));
            values.Add(random.Tame());
        }

        if (values.Count == 0)
            template.Append(random.Text());
        var log = logger.ForContext("EventType", random.OneIn(2) ? random.Pick(Types) : random.Pick(" Track ", "IDENTIFY", "\tpage"));
        if (!random.OneIn(4))
            log = log.ForContext("UserId", random.Pick<object?>("user-1", 42, Guid.Empty, random.SecretText(), null, random.Number()));
        log.Write(random.Pick(LogEventLevel.Information, LogEventLevel.Error), random.OneIn(4) ? new InvalidOperationException(Witness.Secret) : null, template.ToString(), [.. values]);
    }

    static LogEvent CreateEvent(Random random)
    {
        var template = Parser.Parse(random.OneIn(2) ? "Order {OrderId} {@Items}" : random.Text(20));
        var time = random.Pick(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(-12)));
        var logEvent = new LogEvent(time, (LogEventLevel)random.Next(6), random.OneIn(6) ? new ThrowingException() : null, template, []);
        for (var i = random.Next(12); i > 0; i--)
            logEvent.AddOrUpdateProperty(random.Property());

        // An unknown type is shown in a report, so it holds no secret.
        LogEventPropertyValue type = random.Next(6) switch
        {
            0 => new ScalarValue(random.Number()),
            1 => new SequenceValue([new ScalarValue("track")]),
            2 => new ScalarValue("tr" + random.Text()),
            _ => new ScalarValue(random.Pick(Types)),
        };
        logEvent.AddOrUpdateProperty(new LogEventProperty("EventType", type));
        if (!random.OneIn(4))
            logEvent.AddOrUpdateProperty(new LogEventProperty("UserId", random.OneIn(2) ? new ScalarValue("user-1") : random.PropertyValue()));
        logEvent.AddOrUpdateProperty(new LogEventProperty("MessageId", new ScalarValue(Guid.NewGuid())));
        return logEvent;
    }

    void Check(DeliveryStatistics statistics, Witness witness, int sentinels, int calls)
    {
        var dropped = statistics.Dropped.Values.Sum();
        Violation.Unless(statistics.Pending == 0 && statistics.Accepted == statistics.Delivered + dropped, $"The account does not balance: {statistics.Accepted} accepted, {statistics.Delivered} delivered, {dropped} dropped, {statistics.Pending} pending");
        Violation.Unless(statistics.Accepted >= sentinels + calls, $"{sentinels + calls} analytics events were logged, {statistics.Accepted} accepted");
        Violation.Unless(statistics.Delivered == witness.Delivered.Count && dropped == witness.Dropped.Count, "The hooks got other numbers than the statistics have");
        Violation.Unless(_dataPlane.Count == statistics.Delivered, $"{statistics.Delivered} were delivered, {_dataPlane.Count} arrived");
        foreach (var message in witness.Dropped)
        {
            Violation.Unless(message.Reason is DropReason.Invalid or DropReason.Oversize, $"What was sent was not good: {message}, {message.StatusCode} {message.ResponseText}: {message.Json[..Math.Min(2_000, message.Json.Length)]}");
            Violation.Unless(message.Exception is null, $"The sink could not write an event: {message}: {message.Exception}");
        }

        var arrived = _dataPlane.Messages.Where(message => message.GetProperty("messageId").GetString()!.StartsWith("sentinel-", StringComparison.Ordinal)).ToList();
        Violation.Unless(arrived.Count == sentinels, $"{arrived.Count} of {sentinels} ordinary events arrived");
        for (var i = 0; i < sentinels; i++)
            CheckSentinel(arrived[i], i);
    }

    static void CheckSentinel(JsonElement message, int number)
    {
        var isIntact = message.GetProperty("messageId").GetString() == $"sentinel-{number}" &&
            message.GetProperty("userId").GetString() == "sentinel" &&
            message.GetProperty("event").GetString() == "Sentinel" &&
            message.GetProperty("properties").GetRawText() == $$"""{"number":{{number}},"text":"ordinary"}""";
        Violation.Unless(isIntact, $"An ordinary event arrived at place {number} otherwise than it was logged: {message}");
    }

    sealed class Adds : ILogEventEnricher
    {
        readonly LogEventProperty _property;

        public Adds(LogEventProperty property) => _property = property;

        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.AddPropertyIfAbsent(_property);
    }
}
