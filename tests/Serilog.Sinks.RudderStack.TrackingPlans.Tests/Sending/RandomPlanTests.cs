using System.Text.Json.Nodes;
using RudderStack.Local;
using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

public class RandomPlanTests
{
    const int Plans = 40;

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, int.TryParse(Environment.GetEnvironmentVariable("RANDOM_PLANS"), out var plans) ? plans : Plans));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task WhatIsSetArrivesAndNothingElse(int seed)
    {
        var files = RandomPlan.Of(seed);
        var catalog = PlanIds.Read(files);
        Assert.Empty(catalog.Faults);
        var compiled = Compiled.Of(files, Compiled.Anchor("test"));
        Assert.Empty(compiled.Faults);
        var program = compiled.Load();

        await using var dataPlane = await LocalDataPlane.StartAsync();
        var expected = new List<(EventRule Rule, JsonObject? Json)>();
        await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url).CreateLogger())
        {
            var random = new Random(seed);
            foreach (var rule in catalog.Plans[0].Rules)
            {
                var method = TypedCalls.Find(program, catalog.Plans[0], rule, typeof(ILogger));
                Assert.NotNull(method);
                for (var i = 0; i < 5; i++)
                {
                    var (payload, json) = TypedCalls.PayloadOf(method) is { } type
                        ? new Filler(random, fillsAll: i == 0).Object(type, rule.Properties, rule.Variant, rule.IsOpen, rule.Variant is null ? 0 : random.Next(Filler.CasesOf(type).Count))
                        : default;
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
    }
}
