using RudderStack.Local.Tests.Command;
using RudderStack.Local.Tool;

namespace RudderStack.Local.Tests.Plans;

/// <summary>Which plan and which source options name, in code and on the command line, and what is said when they cannot be had.</summary>
public sealed class PlanOptionsTests
{
    const string Secret = "SECRETKEY";

    [Fact]
    public async Task AFolderWithOnePlanNeedsNoId()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });
        using var answer = await running.PostAsync("/v1/track", """{"userId":"u","event":"E","properties":{}}""");

        Assert.Equal(PlanViolation.RequiredMissing, Assert.Single(running.DataPlane.Violations).Type);
    }

    [Theory]
    [InlineData("web_plan", true)]
    [InlineData("mobile_plan", false)]
    public async Task AnIdChoosesAmongSeveral(string id, bool hasHeartbeat)
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = $"{PlanOnDisk.OfReader("valid-event-kinds")}#{id}" });
        using var answer = await running.PostAsync("/v1/track", """{"userId":"u","event":"heartbeat"}""");

        Assert.Equal(hasHeartbeat ? 0 : 1, running.DataPlane.Violations.Count);
    }

    [Fact]
    public async Task AFolderMayHaveANumberSignInItsName()
    {
        using var plan = new PlanOnDisk(PlanOnDiskFiles("C#/tracking"));
        await using var first = await Running.StartAsync(new LocalDataPlaneOptions { Plan = Path.Combine(plan.Path, "C#", "tracking") });
        await using var second = await Running.StartAsync(new LocalDataPlaneOptions { Plan = Path.Combine(plan.Path, "C#", "tracking#shop") });
    }

    [Fact]
    public async Task EachWriteKeyCanHaveAPlanOfItsOwn()
    {
        using var plan = PlanOnDisk.Shop();
        var kinds = PlanOnDisk.OfReader("valid-event-kinds");
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions
        {
            WriteKeys = ["A", "B", "C"],
            Plan = plan.Path,
            Plans = { ["B"] = kinds + "#web_plan", ["C"] = kinds + "#mobile_plan" },
        });
        foreach (var key in (string[])["A", "B", "C"])
        {
            using var answer = await running.PostAsync("/v1/track", System.Text.Encoding.UTF8.GetBytes($$"""{"userId":"{{key}}","event":"heartbeat"}"""), ("Authorization", "Basic " + Convert.ToBase64String([(byte)key[0], (byte)':'])));
        }

        Assert.Equal(["A", "C"], running.DataPlane.Violations.Select(violation => violation.Message.GetProperty("userId").GetString()));
    }

    [Fact]
    public async Task AKeyWithoutAPlanIsNotChecked()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { WriteKeys = ["A", "B"], Plans = { ["B"] = plan.Path } });
        using var answer = await running.SendAsync("m-1");

        Assert.Empty(running.DataPlane.Violations);
        running.DataPlane.AssertPlanned();
    }

    [Fact]
    public async Task AFolderThatIsNotThereIsNamed()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        Assert.StartsWith($"The folder \"{folder}\" of the tracking plan is not there.", await FaultAsync(new() { Plan = folder + "#shop" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderWithoutAPlanIsNamed()
    {
        using var plan = new PlanOnDisk(ShopPlan.Files("", "").Where(file => file.Name != "plan.yaml"));

        Assert.StartsWith($"The folder \"{plan.Path}\" has no tracking plan", await FaultAsync(new() { Plan = plan.Path }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FaultsOfAPlanHaveFileLineAndColumn()
    {
        using var plan = PlanOnDisk.Shop([("broken.yaml", "version: rudder/v1\nkind: nonsense\nmetadata: {name: x}\nspec: {}\n"), ("more/empty.yml", "")]);
        var lines = (await FaultAsync(new() { Plan = plan.Path })).Split('\n');

        Assert.Equal($"The tracking plan in \"{plan.Path}\" has 2 faults:", lines[0]);
        Assert.StartsWith("  broken.yaml(2,1): ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  more/empty.yml(1,1): ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfVeryManyFaultsFiftyAreListed()
    {
        using var plan = new PlanOnDisk(Enumerable.Range(0, 60).Select(number => ($"f{number}.yaml", "")));
        var lines = (await FaultAsync(new() { Plan = plan.Path })).Split('\n');

        Assert.Equal((52, "  and 10 more"), (lines.Length, lines[^1]));
    }

    [Fact]
    public async Task SeveralPlansAreListedWhereNoneIsChosen()
    {
        var folder = PlanOnDisk.OfReader("valid-event-kinds");

        Assert.Equal($"The folder \"{folder}\" has 2 tracking plans. Name one of them: {folder}#mobile_plan, {folder}#web_plan.", await FaultAsync(new() { Plan = folder }));
    }

    [Fact]
    public async Task AnIdThatIsNotThereListsThoseThatAre()
    {
        var folder = PlanOnDisk.OfReader("valid-event-kinds");

        Assert.Equal($"The folder \"{folder}\" has no tracking plan with the id \"web\". It has mobile_plan, web_plan.", await FaultAsync(new() { Plan = folder + "#web" }));
    }

    [Fact]
    public async Task SeveralSourcesAreListedWhereNoneIsChosen()
    {
        using var plan = PlanOnDisk.Shop([("s1.yaml", ShopPlan.Source("web", "")), ("s2.yaml", ShopPlan.Source("app", "")), ("s3.yaml", ShopPlan.Source("other", "", "another"))]);
        var fault = await FaultAsync(new() { Plan = plan.Path });

        Assert.Contains("--source", fault, StringComparison.Ordinal);
        Assert.EndsWith(": app, web.", fault, StringComparison.Ordinal);
        Assert.Equal("The source \"other\" does not name the tracking plan \"shop\". Those that do: app, web.", await FaultAsync(new() { Plan = plan.Path, Source = "other" }));
        await using var chosen = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path, Source = "web" });
        await using var perKey = await Running.StartAsync(new LocalDataPlaneOptions { WriteKeys = ["A", "B"], Plan = plan.Path, Sources = { ["A"] = "web", ["B"] = "app" } });
    }

    [Fact]
    public async Task ASourceWhereThereIsNoneIsAFault()
    {
        using var plan = PlanOnDisk.Shop();

        Assert.Contains("No source in the folder names the tracking plan \"shop\"", await FaultAsync(new() { Plan = plan.Path, Source = "web" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionsThatContradictEachOtherAreExplainedWithoutAKey()
    {
        var faults = new[]
        {
            await FaultAsync(new() { Plans = { [Secret] = "x" } }),
            await FaultAsync(new() { Sources = { [Secret] = "x" } }),
            await FaultAsync(new() { WriteKeys = [Secret], Sources = { [Secret] = "x" } }),
            await FaultAsync(new() { WriteKeys = [Secret], Plans = { [Secret] = "" } }),
            await FaultAsync(new() { WriteKeys = [Secret], Plans = { [Secret] = "/nowhere" } }),
            await FaultAsync(new() { Source = "x" }),
            await FaultAsync(new() { Plan = "" }),
        };

        Assert.All(faults, fault => Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal));
    }

    [Fact]
    public void TheCommandLineReadsPlansAndSourcesForAllKeysAndForSingleOnes()
    {
        var options = CommandLine.Parse(
            ["--write-key", "A", "--write-key=A=B", "--plan", "x#1", "--plan=A=y#2", "--plan", "A=B=z", "--source", "s", "--source=A=t"]).Options;

        Assert.Equal(("x#1", "s"), (options.Plan, options.Source));
        Assert.Equal(new Dictionary<string, string> { ["A"] = "y#2", ["A=B"] = "z" }, options.Plans);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "t" }, options.Sources);
    }

    [Theory]
    [InlineData("--plan needs a value", "--plan")]
    [InlineData("--plan is given twice.", "--plan", "x", "--plan", "y")]
    [InlineData("--plan is given twice for one write key", "--write-key", "A", "--plan", "A=x", "--plan", "A=y")]
    [InlineData("not a known write key", "--plan", "SECRETKEY=x")]
    [InlineData("not a known write key", "--plan", "x", "--source", "SECRETKEY=x")]
    [InlineData("A source needs a tracking plan", "--source", "x")]
    [InlineData("must not be empty", "--plan=")]
    public void WrongArgumentsAreExplained(string explanation, params string[] args)
    {
        var message = Assert.Throws<ArgumentException>(() => CommandLine.Parse(args)).Message;

        Assert.Contains(explanation, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCommandPrintsThePlansFaultsAndEndsAsWithOtherBadArguments()
    {
        using var plan = PlanOnDisk.Shop([("broken.yaml", "")]);
        using var output = new LineWriter();
        using var error = new LineWriter();

        Assert.Equal(2, await LocalDataPlaneCommand.RunAsync(["--urls", "http://127.0.0.1:0", "--plan", plan.Path], output, error, CancellationToken.None));
        Assert.Contains("broken.yaml(1,1): ", await error.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCommandReportsViolationsBelowTheirMessages()
    {
        using var plan = PlanOnDisk.Shop();
        using var output = new LineWriter();
        using var error = new LineWriter();
        using var stop = new CancellationTokenSource();
        var running = LocalDataPlaneCommand.RunAsync(["--urls", "http://127.0.0.1:0", "--write-key", "KEY", "--plan", plan.Path], output, error, stop.Token);
        var url = (await output.NextAsync()).Split(' ', ',')[4];
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url + "/v1/track") { Content = new StringContent("""{"userId":"u","event":"E","properties":{"order_id":"\u001b1","x\u001by":1}}""") };
        request.Headers.Authorization = new("Basic", "S0VZOg==");
        using var answer = await client.SendAsync(request);

        Assert.EndsWith($"  track     E  u{Environment.NewLine}    Additional-Properties: xy is not planned, and the plan allows no other properties here.", await output.NextAsync(), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task TheCommandTellsAtItsStartWhatIsNotChecked()
    {
        using var plan = new PlanOnDisk(ShopPlan.Files("{id: a, name: a, type: string, config: {pattern: \"(\"}}", "properties: [{property: \"#property:a\"}]"));
        using var output = new LineWriter();
        using var error = new LineWriter();
        using var stop = new CancellationTokenSource();
        var running = LocalDataPlaneCommand.RunAsync(["--urls", "http://127.0.0.1:0", "--plan", plan.Path], output, error, stop.Token);

        await output.NextAsync();
        Assert.Contains("the pattern ( cannot be read", await output.NextAsync(), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    static IEnumerable<(string Name, string Text)> PlanOnDiskFiles(string folder) => ShopPlan.Files("", "").Select(file => ($"{folder}/{file.Name}", file.Text));

    static async Task<string> FaultAsync(LocalDataPlaneOptions options) => (await Assert.ThrowsAsync<ArgumentException>(() => LocalDataPlane.StartAsync(options))).Message;
}
