using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RudderStack.Local;
using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

public sealed class SendTests : IAsyncLifetime
{
    static readonly Dictionary<string, Assembly> Programs = [];

    LocalDataPlane _dataPlane = null!;

    public static TheoryData<string, string, string> Calls
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var name in PlanFiles.ValidCases)
            {
                foreach (var plan in PlanIds.Read(PlanFiles.OfCase(name)).Plans)
                {
                    foreach (var rule in plan.Rules)
                        data.Add(name, plan.Id, rule.Id);
                }
            }

            return data;
        }
    }

    public async Task InitializeAsync() => _dataPlane = await LocalDataPlane.StartAsync();

    public async Task DisposeAsync() => await _dataPlane.DisposeAsync();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachMemberArrivesUnderThePlansKey(string name, string planId, string ruleId)
    {
        var plan = PlanOf(name, planId);
        var rule = plan.Rules.Single(rule => rule.Id == ruleId);
        var method = TypedCalls.Find(ProgramOf(name, planId), plan, rule, typeof(ILogger));
        if (!HasCall(rule))
        {
            Assert.Null(method);
            return;
        }

        await using var dataPlane = await PlanFiles.StartDataPlaneAsync(PlanFiles.OfCase(name), planId);
        var expected = new List<JsonNode?>();
        await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url, options => options.PropertyNaming = PropertyNaming.CamelCase).CreateLogger())
        {
            foreach (var (payload, json) in Payloads(rule, method!))
            {
                TypedCalls.Call(method!, logger, payload);
                expected.Add(json);
            }
        }

        var messages = dataPlane.Messages;
        Assert.Equal(expected.Count, messages.Count);
        for (var i = 0; i < expected.Count; i++)
            AssertArrived(rule, expected[i], messages[i]);
        dataPlane.AssertPlanned();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachWayIntoTheSinkGivesTheSameBytes(string name, string planId, string ruleId)
    {
        var plan = PlanOf(name, planId);
        var rule = plan.Rules.Single(rule => rule.Id == ruleId);
        if (!HasCall(rule))
            return;

        var program = ProgramOf(name, planId);
        var method = TypedCalls.Find(program, plan, rule, typeof(ILogger))!;
        var (payload, _) = Payloads(rule, method).First();
        await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(_dataPlane.WriteKey, _dataPlane.Url).CreateLogger())
        {
            TypedCalls.Call(method, logger, payload);
            if (payload is not null)
                TypedCalls.CallHelper(typeof(RudderStackLoggerExtensions), logger, rule, payload);
            using (var factory = LoggerFactory.Create(builder => builder.AddSerilog(logger)))
            {
                if (payload is not null)
                    TypedCalls.CallHelper(typeof(Microsoft.Extensions.Logging.RudderStackLoggerExtensions), factory.CreateLogger(""), rule, payload);
                TypedCalls.Call(TypedCalls.Find(program, plan, rule, typeof(Microsoft.Extensions.Logging.ILogger))!, factory.CreateLogger(""), payload);
            }
        }

        using (var factory = LoggerFactory.Create(builder => builder.AddRudderStack(_dataPlane.WriteKey, _dataPlane.Url)))
            TypedCalls.Call(TypedCalls.Find(program, plan, rule, typeof(Microsoft.Extensions.Logging.ILogger))!, factory.CreateLogger("Shop"), payload);

        var messages = _dataPlane.Messages;
        Assert.Equal(payload is null ? 3 : 5, messages.Count);
        Assert.Single(messages.Select(Comparable).Distinct());
    }

    // One payload, or one of each case.
    static IEnumerable<(object? Payload, JsonObject? Expected)> Payloads(EventRule rule, MethodInfo method)
    {
        if (TypedCalls.PayloadOf(method) is not { } type)
            return [(null, null)];

        var filler = new Filler(new Random(rule.Id.Length), fillsAll: true);
        var cases = rule.Variant is null ? 1 : Filler.CasesOf(type).Count - (MatchesAll(rule.Variant) ? 1 : 0);
        return Enumerable.Range(0, cases).Select(which =>
        {
            var (value, expected) = filler.Object(type, rule.Properties, rule.Variant, rule.IsOpen, which);
            return ((object?)value, (JsonObject?)expected);
        });
    }

    // A boolean has no third value.
    static bool MatchesAll(Variant variant) => variant.Discriminator.Type.Types == PrimitiveTypes.Boolean && variant.Cases.SelectMany(static one => one.Match).Distinct().Count() == 2;

    static bool HasCall(EventRule rule) =>
        rule.Section == IdentitySection.ContextTraits
        || rule.Event.Kind is EventKind.Identify or EventKind.Group == (rule.Section == IdentitySection.Traits);

    static void AssertArrived(EventRule rule, JsonNode? expected, JsonElement message)
    {
        var sent = JsonNode.Parse(message.GetRawText())!;
        Assert.Equal(rule.Event.Kind.ToString().ToLowerInvariant(), (string?)sent["type"]);
        if (rule.Event.Kind == EventKind.Track)
            Assert.Equal(rule.Event.Name, (string?)sent["event"]);

        var section = rule.Section switch
        {
            IdentitySection.Traits => sent["traits"],
            IdentitySection.ContextTraits => sent["context"]!["traits"],
            _ => sent["properties"],
        };
        Assert.True(JsonNode.DeepEquals(expected ?? section, section), $"expected {expected?.ToJsonString()}\narrived  {section?.ToJsonString()}");
        Assert.Equal("""{"platform":"dotnet"}""", sent["context"]!["ruddertyper"]!.ToJsonString());
    }

    static string Comparable(JsonElement message)
    {
        var json = JsonNode.Parse(message.GetRawText())!.AsObject();
        foreach (var volatileMember in new[] { "messageId", "originalTimestamp", "sentAt", "receivedAt", "rudderId", "request_ip", "timestamp" })
            json.Remove(volatileMember);
        return json.ToJsonString();
    }

    static TrackingPlan PlanOf(string name, string planId) => PlanIds.Read(PlanFiles.OfCase(name)).Plans.Single(plan => plan.Id == planId);

    static Assembly ProgramOf(string name, string planId)
    {
        lock (Programs)
        {
            if (!Programs.TryGetValue($"{name} {planId}", out var program))
                Programs.Add($"{name} {planId}", program = Compiled.Of(PlanFiles.OfCase(name), Compiled.Anchor(planId)).Load());
            return program;
        }
    }
}
