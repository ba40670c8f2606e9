using System.Text;
using RudderStack.Local;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

[Collection("SelfLog")]
public sealed class WireTests : IAsyncLifetime
{
    const string Required = """
        Title = "t", Count = 1, Weight = 1, Active = true, Extra = new System.Text.Json.Nodes.JsonObject(), AnythingList = [], Anything = "a",
        Colour = Planned.Colour.Red, Priority = Planned.Priority._1, Nickname = null, Tags = ["a"],
        """;

    LocalDataPlane _dataPlane = null!;

    public async Task InitializeAsync() => _dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { KeepBodies = true });

    public async Task DisposeAsync() => await _dataPlane.DisposeAsync();

    [Theory]
    [InlineData("Big = 9007199254740993", "\"big\":9007199254740993")]
    [InlineData("Big = long.MinValue", "\"big\":-9223372036854775808")]
    [InlineData("Price = 1.50m", "\"price\":1.50")]
    [InlineData("Price = 79228162514264337593543950335m", "\"price\":79228162514264337593543950335")]
    [InlineData("Price = 9007199254740993L", "\"price\":9007199254740993")]
    [InlineData("Price = 0.1", "\"price\":0.1")]
    [InlineData("Price = 3", "\"price\":3")]
    [InlineData("FUuid = new System.Guid(\"0F8FAD5B-D9CB-469F-A165-70867728950E\")", "\"f_uuid\":\"0f8fad5b-d9cb-469f-a165-70867728950e\"")]
    [InlineData("FDate = new System.DateOnly(2024, 2, 29)", "\"f_date\":\"2024-02-29\"")]
    [InlineData("Mixed = Planned.Mixed.Null", "\"mixed\":null")]
    [InlineData("Mixed = Planned.Mixed._2", "\"mixed\":2")]
    [InlineData("Mixed = Planned.Mixed.True", "\"mixed\":true")]
    [InlineData("Reference = 42", "\"reference\":42")]
    [InlineData("Reference = \"42\"", "\"reference\":\"42\"")]
    [InlineData("MaybeTags = [\"a\", \"b\"]", "\"maybe_tags\":[\"a\",\"b\"]")]
    [InlineData("MixedList = [\"a\", 1, Planned.MixedListItem.Null]", "\"mixed_list\":[\"a\",1,null]")]
    [InlineData("Matrix = [[1, \"a\", AnalyticsValue.Null]]", "\"matrix\":[[1,\"a\",null]]")]
    [InlineData("Everything = new System.Collections.Generic.Dictionary<string, object> { [\"a_b\"] = 1 }.ToValue()", "\"everything\":{\"a_b\":1}")]
    public async Task AValueIsWrittenAsThePlanWantsIt(string member, string expected)
    {
        var body = await SendAsync("valid-all-types", "all_types", $"logger.TrackEverythingSent(\"u\", new() {{ {Required} {member} }});");

        Assert.Contains(expected, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Big = null")]
    [InlineData("MaybeTags = null")]
    public async Task WhatIsNotSetIsLeftOutAndWhatIsRequiredAndNullIsSent(string member)
    {
        var body = await SendAsync("valid-all-types", "all_types", $"logger.TrackEverythingSent(\"u\", new() {{ {Required} {member} }});");

        Assert.Contains("\"nothing\":null", body, StringComparison.Ordinal);
        Assert.Contains("\"nickname\":null", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"big\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"maybe_tags\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Price = double.NaN", "price", "NaN or infinite")]
    [InlineData("Price = double.PositiveInfinity", "price", "NaN or infinite")]
    [InlineData("Mixed = (Planned.Mixed)99", "mixed", "not defined by the enum Mixed")]
    [InlineData("Mixed = (Planned.Mixed)0", "mixed", "not defined by the enum Mixed")]
    [InlineData("Ratios = [1.5, double.NaN]", "ratios[]", "NaN or infinite")]
    public async Task AValueThatCannotBeSentIsLeftOutAndReported(string member, string path, string reason)
    {
        var reports = new StringBuilder();
        SelfLog.Enable(line => { lock (reports) reports.AppendLine(line); });
        try
        {
            var body = await SendAsync("valid-all-types", "all_types", $"logger.TrackEverythingSent(\"u\", new() {{ {Required} {member} }});");

            Assert.DoesNotContain("null,", body[body.IndexOf("\"tags\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
        }
        finally
        {
            SelfLog.Disable();
        }

        Assert.Contains($"Properties.{path} is left out", reports.ToString(), StringComparison.Ordinal);
        Assert.Contains(reason, reports.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APlannedKeyAmongTheAdditionalOnesLosesAndIsReported()
    {
        var reports = new StringBuilder();
        SelfLog.Enable(line => { lock (reports) reports.AppendLine(line); });
        string body;
        try
        {
            body = await SendAsync("valid-variants", "variants", """
                logger.TrackViewed("u", new()
                {
                    Content = new Planned.PageContent.SearchPage { Query = "shoes", AdditionalProperties = { ["query"] = "x", ["page_kind"] = "y", ["other_key"] = 1 } },
                    AdditionalProperties = { ["contents"] = "secret", ["Other Key"] = 2 },
                });
                """);
        }
        finally
        {
            SelfLog.Disable();
        }

        Assert.Contains("""{"content":{"page_kind":"search","query":"shoes","other_key":1},"Other Key":2}""", body, StringComparison.Ordinal);
        Assert.Contains("AdditionalProperties.contents is left out", reports.ToString(), StringComparison.Ordinal);
        Assert.Contains("AdditionalProperties.query is left out", reports.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reports.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", """{"platform":"dotnet"}""")]
    [InlineData(", TrackingPlanId = \"tp_1\", TrackingPlanVersion = 3", "", """{"platform":"dotnet","trackingPlanId":"tp_1","trackingPlanVersion":3}""")]
    [InlineData(", TrackingPlanId = \"tp_1\"", "", """{"platform":"dotnet"}""")]
    [InlineData(", TrackingPlanVersion = 3", "", """{"platform":"dotnet"}""")]
    [InlineData(", TrackingPlanId = \"tp_1\", TrackingPlanVersion = -3", "", """{"platform":"dotnet"}""")]
    [InlineData(", TrackingPlanVersion = 3", "a", """{"platform":"dotnet","trackingPlanId":"tp_a","trackingPlanVersion":3}""")]
    [InlineData("", "a", """{"platform":"dotnet"}""")]
    [InlineData(", TrackingPlanVersion = 3", "a b", """{"platform":"dotnet"}""")]
    [InlineData(", TrackingPlanId = \"tp_1\", TrackingPlanVersion = 3", "a", """{"platform":"dotnet","trackingPlanId":"tp_1","trackingPlanVersion":3}""")]
    public async Task ThePlansIdAndVersionAreSentWhenBothAreKnown(string arguments, string workspaces, string expected)
    {
        var resources = workspaces.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one =>
            $"{{resources: [{{urn: 'tracking-plan:other', remote_id: tp_other}}, {{urn: 'tracking-plan:test', remote_id: tp_{one}}}]}}");
        var metadata = $"{{name: test, import: {{workspaces: [{string.Join(", ", resources)}]}}}}";
        var plan = PlanFiles.Of([], [new { id = "one", name = "One", event_type = "track" }], [new { type = "event_rule", id = "r", @event = "#event:one" }], metadata: metadata);

        var body = await SendAsync(plan, Compiled.Anchor("test", arguments: arguments), "logger.TrackOne(\"u\");");

        Assert.Contains($"\"ruddertyper\":{expected}", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"properties\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePlansMarkLiesBelowTheContextOfTheUser()
    {
        var plan = PlanFiles.Of([], [new { id = "one", name = "One", event_type = "track" }], [new { type = "event_rule", id = "r", @event = "#event:one" }]);

        var body = await SendAsync(
            plan,
            Compiled.Anchor("test", arguments: ", TrackingPlanId = \"tp_1\", TrackingPlanVersion = 3"),
            """logger.TrackOne("u", context: new System.Text.Json.Nodes.JsonObject { ["ip"] = "192.0.2.1", ["ruddertyper"] = new System.Text.Json.Nodes.JsonObject { ["trackingPlanVersion"] = 9 } });""",
            options => options.DefaultContext = new Dictionary<string, object?> { ["ruddertyper"] = new Dictionary<string, object> { ["platform"] = "mine", ["trackingPlanVersion"] = 7 } }!);

        Assert.Contains("\"trackingPlanId\":\"tp_1\"", body, StringComparison.Ordinal);
        Assert.Contains("\"trackingPlanVersion\":9", body, StringComparison.Ordinal);
        Assert.Contains("\"platform\":\"mine\"", body, StringComparison.Ordinal);
        Assert.Contains("\"ip\":\"192.0.2.1\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ObjectsOfCustomTypesArriveAtAnyDepthOfAMessage()
    {
        const int Depth = 40;
        var plan = PlanFiles.Of(
            [.. Enumerable.Range(0, Depth).Select(static level => new { id = $"p{level}", name = $"p{level}", type = level == Depth - 1 ? "integer" : $"#custom-type:t{level}" })],
            [new { id = "one", name = "One", event_type = "track" }],
            [new { type = "event_rule", id = "r", @event = "#event:one", properties = new object[] { new { property = "#property:p0" } } }],
            [.. Enumerable.Range(0, Depth - 1).Select(static level => new { id = $"t{level}", name = $"Type{level}", type = "object", properties = new object[] { new { property = $"#property:p{level + 1}" } } })]);
        var inner = Enumerable.Range(0, Depth - 1).Reverse().Aggregate("42", static (value, level) => $"new Planned.Type{level} {{ P{level + 1} = {value} }}");

        var body = await SendAsync(plan, Compiled.Anchor("test"), $"logger.TrackOne(\"u\", new() {{ P0 = {inner} }});");

        Assert.Contains($"\"p{Depth - 1}\":42", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOptionalBagMayBeLeftOut()
    {
        var body = await SendAsync("valid-event-kinds", "web_plan", """logger.TrackOpenBag("u"); logger.TrackOpenBag("u", new() { AdditionalProperties = { ["a"] = 1 } }, anonymousId: "a"); logger.TrackHeartbeat("u", anonymousId: "a");""");

        Assert.Contains("\"properties\":{\"a\":1}", body, StringComparison.Ordinal);
        Assert.Equal(3, _dataPlane.Messages.Count);
        Assert.Equal(["a", "a"], _dataPlane.Messages.Skip(1).Select(static message => message.GetProperty("anonymousId").GetString()));
    }

    [Fact]
    public void WithoutARequiredMemberTheCompilerComplains()
    {
        var compiled = Compiled.Of(PlanFiles.OfCase("valid-event-kinds"), Compiled.Anchor("web_plan") + Use("""logger.TrackOrderCompleted("u", new() { });"""));

        Assert.Contains(compiled.Faults, static fault => fault.Id == "CS9035");
    }

    [Fact]
    public async Task InAnotherSinkTheEventReadsAsThatOfAHelper()
    {
        var events = new List<LogEvent>();
        await SendAsync(PlanFiles.OfCase("valid-event-kinds"), Compiled.Anchor("web_plan"), """logger.TrackOrderCompleted("u", new() { OrderId = "42" });""", configure: logger => logger.WriteTo.Sink(new Recording(events)));

        var logEvent = Assert.Single(events);
        Assert.Equal("track Order Completed", logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("{ order_id: \"42\" }", logEvent.Properties["Properties"].ToString());
    }

    Task<string> SendAsync(string plan, string planId, string statements) => SendAsync(PlanFiles.OfCase(plan), Compiled.Anchor(planId), statements);

    async Task<string> SendAsync((string Path, string Text)[] plan, string anchor, string statements, Action<RudderStackSinkOptions>? options = null, Action<LoggerConfiguration>? configure = null)
    {
        var compiled = Compiled.Of(plan, anchor + Use(statements));
        Assert.DoesNotContain(compiled.Faults, static fault => fault.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        var configuration = new LoggerConfiguration().WriteTo.RudderStack(_dataPlane.WriteKey, _dataPlane.Url, options ?? (static _ => { }));
        configure?.Invoke(configuration);
        await using (var logger = configuration.CreateLogger())
            compiled.Load().GetType("Program.Use")!.GetMethod("Run")!.Invoke(null, [logger]);
        return Assert.Single(_dataPlane.Requests).BodyText!;
    }

    static string Use(string statements) => $$"""

        namespace Program
        {
            using Serilog.Sinks.RudderStack;

            /// <summary>Uses the plan.</summary>
            public static class Use
            {
                /// <summary>Logs.</summary>
                public static void Run(Serilog.ILogger logger) { {{statements}} }

                static AnalyticsValue ToValue(this System.Collections.Generic.Dictionary<string, object> dictionary) => (AnalyticsObject)dictionary;
            }
        }
        """;

    sealed class Recording(List<LogEvent> events) : Core.ILogEventSink
    {
        public void Emit(LogEvent logEvent) => events.Add(logEvent);
    }
}
