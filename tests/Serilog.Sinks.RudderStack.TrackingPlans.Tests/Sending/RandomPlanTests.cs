using System.Reflection;
using System.Text.Json.Nodes;
using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

/// <summary>Any valid plan and any values: what is set arrives, the plan accepts it, and what is broken it names. RANDOM_PLANS sets how many.</summary>
public class RandomPlanTests
{
    const int Plans = 40;

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, int.TryParse(Environment.GetEnvironmentVariable("RANDOM_PLANS"), out var plans) ? plans : Plans));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task WhatIsSetArrivesAndThePlanAcceptsIt(int seed)
    {
        var files = RandomPlan.Of(seed);
        var plan = Assert.Single(PlanIds.Read(files).Plans);
        var program = ProgramOf(files);

        await using var dataPlane = await PlanFiles.StartDataPlaneAsync(files, plan.Id);
        var expected = new List<(EventRule Rule, JsonObject? Json)>();
        await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url).CreateLogger())
        {
            var random = new Random(seed);
            foreach (var rule in plan.Rules)
            {
                var method = TypedCalls.Find(program, plan, rule, typeof(ILogger));
                Assert.NotNull(method);
                for (var i = 0; i < 5; i++)
                {
                    var (payload, json) = Payload(rule, method, random, fillsAll: i == 0);
                    TypedCalls.Call(method, logger, payload);
                    expected.Add((rule, json));
                }
            }
        }

        Assert.Equal(expected.Count, dataPlane.Messages.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var (rule, json) = expected[i];
            var sent = JsonNode.Parse(dataPlane.Messages[i].GetRawText())!;
            var section = rule.Section switch
            {
                IdentitySection.Traits => sent["traits"],
                IdentitySection.ContextTraits => sent["context"]!["traits"],
                _ => sent["properties"],
            };

            // An object without members is left out.
            Assert.True(JsonNode.DeepEquals(json ?? [], section ?? new JsonObject()), $"{rule.Id}: expected {json?.ToJsonString()}\narrived  {section?.ToJsonString()}");
        }

        dataPlane.AssertPlanned();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task WhatIsBrokenIsAViolationByTheServersName(int seed)
    {
        var files = RandomPlan.Of(seed);
        var plan = Assert.Single(PlanIds.Read(files).Plans);
        var program = ProgramOf(files);

        await using var dataPlane = await PlanFiles.StartDataPlaneAsync(files, plan.Id);
        var expected = new List<(string Type, string What)>();
        await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url).CreateLogger())
        {
            logger.Track("user-1", "An event of no plan", new JsonObject());
            expected.Add(("Unplanned-Event", "event"));

            var random = new Random(seed);
            foreach (var rule in plan.Rules.Where(static rule => rule is { Event.Kind: EventKind.Track, Section: IdentitySection.Properties, Variant: null }))
            {
                var (_, json) = Payload(rule, TypedCalls.Find(program, plan, rule, typeof(ILogger))!, random, fillsAll: true);
                foreach (var (type, what, broken) in Broken(rule, json ?? []))
                {
                    logger.Track("user-1", rule.Event.Name, broken);
                    expected.Add((type, what));
                }
            }
        }

        var messages = dataPlane.Messages;
        Assert.Equal(expected.Count, messages.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var id = messages[i].GetProperty("messageId").GetString();
            var violations = dataPlane.Violations.Where(violation => violation.Message.GetProperty("messageId").GetString() == id).ToList();
            Assert.True(violations.Exists(violation => violation.Type == expected[i].Type), $"{expected[i]}: {messages[i].GetRawText()} gave {string.Join(", ", violations.Select(static violation => violation.Type))}");
        }
    }

    // One fault each.
    static IEnumerable<(string Type, string What, JsonObject Broken)> Broken(EventRule rule, JsonObject good)
    {
        // A message without the section violates nothing, and without a member none is written.
        if (!rule.IsOpen)
            yield return ("Additional-Properties", "extra", With(good, "not in the plan", 1));
        foreach (var group in rule.Properties.GroupBy(static use => use.Property.Name))
        {
            var use = group.First();
            var type = use.Property.Type;
            if (group.Count() > 1)
                continue;
            if (use.IsRequired && good.Count > 1)
                yield return ("Required-Missing", group.Key, Without(good, group.Key));
            if (type.IsAny || type.Custom is not null)
                continue;
            if (!type.Types.HasFlag(PrimitiveTypes.Boolean))
                yield return ("Datatype-Mismatch", group.Key, With(good, group.Key, true));
            if (type.Config.Enum is { } values && type.Types.HasFlag(PrimitiveTypes.String))
                yield return ("Advance-Rules-Violation", group.Key, With(good, group.Key, "no value of the enum"));
            if (type.Config.Enum is null && type.Config.MaxLength is { } longest)
                yield return ("Advance-Rules-Violation", group.Key, With(good, group.Key, new string('x', (int)longest + 1)));
            if (type.Config.Enum is null && type.Config.Maximum is decimal maximum && type.Types.HasFlag(PrimitiveTypes.Number))
                yield return ("Advance-Rules-Violation", group.Key, With(good, group.Key, maximum + 1));
        }
    }

    static JsonObject With(JsonObject good, string key, JsonNode value)
    {
        var changed = good.DeepClone().AsObject();
        changed[key] = value;
        return changed;
    }

    static JsonObject Without(JsonObject good, string key)
    {
        var changed = good.DeepClone().AsObject();
        changed.Remove(key);
        return changed;
    }

    static (object? Payload, JsonObject? Json) Payload(EventRule rule, MethodInfo method, Random random, bool fillsAll) =>
        TypedCalls.PayloadOf(method) is { } type
            ? new Filler(random, fillsAll).Object(type, rule.Properties, rule.Variant, rule.IsOpen, rule.Variant is null ? 0 : random.Next(Filler.CasesOf(type).Count))
            : (null, null);

    static Assembly ProgramOf((string Path, string Text)[] files)
    {
        var compiled = Compiled.Of(files, Compiled.Anchor("test"));
        Assert.Empty(compiled.Faults);
        return compiled.Load();
    }
}
