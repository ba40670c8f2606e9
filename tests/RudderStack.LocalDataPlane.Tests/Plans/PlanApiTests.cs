using RudderStack.Local.Tests.Live;

namespace RudderStack.Local.Tests.Plans;

/// <summary>Violations in code, by HTTP and in the stream of the live page.</summary>
public sealed class PlanApiTests
{
    [Fact]
    public async Task AViolationNamesItsMessageAndItsPlace()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(plan);
        var violation = Assert.Single(running.DataPlane.Violations, violation => violation.Type == PlanViolation.DatatypeMismatch);

        Assert.Equal("m-2", violation.Message.GetProperty("messageId").GetString());
        Assert.Equal(("order_id", "/properties/order_id"), (violation.Property, violation.InstancePath));
        Assert.Equal("Datatype-Mismatch: order_id is 7, a number; the plan expects a string.", violation.ToString());
    }

    [Fact]
    public async Task TheApiListsViolationsWithCountsByTheServersNames()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(plan);
        var found = await running.GetJsonAsync("/local/violations");

        Assert.Equal("""["Shop"]""", found.GetProperty("plans").GetRawText());
        Assert.Equal((2, 0), (found.GetProperty("violating").GetInt32(), found.GetProperty("dropped").GetInt32()));
        Assert.Equal(
            """{"Unplanned-Event":1,"Additional-Properties":1,"Datatype-Mismatch":1,"Required-Missing":0,"Advance-Rules-Violation":0,"Unknown-Violation":0}""",
            found.GetProperty("counts").GetRawText());
        Assert.Equal(
            """{"messageId":"m-2","type":"track","event":"E","userId":"u-2","dropped":false,"count":2,"violations":[{"type":"Datatype-Mismatch","property":"order_id","instancePath":"/properties/order_id","text":"order_id is 7, a number; the plan expects a string.","dropped":false},{"type":"Additional-Properties","property":"x","instancePath":"/properties","text":"x is not planned, and the plan allows no other properties here.","dropped":false}]}""",
            found.GetProperty("messages")[0].GetRawText());
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("?type=track", 2)]
    [InlineData("?type=identify", 0)]
    [InlineData("?userId=u-2", 1)]
    public async Task TheApiListsOnlyWhatIsAskedFor(string query, int count)
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(plan);

        Assert.Equal(count, (await running.GetJsonAsync("/local/violations" + query)).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task ForgottenMessagesTakeTheirViolationsAlong()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(plan);
        using var deleted = await running.DeleteAsync("/local/messages");

        Assert.Empty(running.DataPlane.Violations);
        Assert.Equal(0, (await running.GetJsonAsync("/local/violations")).GetProperty("violating").GetInt32());
    }

    [Fact]
    public async Task WithoutAPlanThereIsNothing()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.SendAsync("m-1");
        var found = await running.GetJsonAsync("/local/violations");

        Assert.Empty(running.DataPlane.Violations);
        Assert.Equal((0, 0), (found.GetProperty("plans").GetArrayLength(), found.GetProperty("violating").GetInt32()));
    }

    [Fact]
    public async Task TheStreamTellsViolationsBeforeTheirMessageAndAgainAfterALostConnection()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(plan);
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var events = new List<ServerSentEvent>();
        while (events.Count(one => one.Name == "message") < 3)
            events.Add((await reader.NextAsync())!);

        Assert.Equal(["state", "message", "violations", "message", "violations", "message"], events.Select(one => one.Name));
        Assert.Equal(2, events[2].Data.GetProperty("message").GetInt32());
        Assert.Equal(2, events[2].Data.GetProperty("violations").GetArrayLength());
        Assert.Equal(1, events[0].Data.GetProperty("counts").GetProperty("Unplanned-Event").GetInt32());

        using var again = await EventReader.OpenAsync(running.DataPlane, events[2].Id);
        Assert.Equal(2, (await again.NextAsync("violations", 1))[0].Data.GetProperty("message").GetInt32());
        Assert.Equal(["m-2", "m-3"], await again.NextMessageIdsAsync(2));
    }

    [Fact]
    public async Task MessagesThatAFaultStoresAreCheckedTooAndOthersAreNot()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });
        running.DataPlane.Faults.Add(new Fault { Status = 503 });
        running.DataPlane.Faults.Add(new Fault { Status = 500, Store = true });
        using var lost = await running.PostAsync("/v1/track", """{"userId":"u","event":"X","messageId":"m-1"}""");
        using var stored = await running.PostAsync("/v1/track", """{"userId":"u","event":"X","messageId":"m-2"}""");

        Assert.Equal("m-2", Assert.Single(running.DataPlane.Violations).Message.GetProperty("messageId").GetString());
    }

    static async Task<Running> StartAsync(PlanOnDisk plan)
    {
        var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });
        using var answer = await running.PostAsync("/v1/batch", """
            {"batch":[{"type":"track","event":"E","userId":"u-1","messageId":"m-1","properties":{"order_id":"1"}},
            {"type":"track","event":"E","userId":"u-2","messageId":"m-2","properties":{"order_id":7,"x":1}},
            {"type":"track","event":"F","userId":"u-1","messageId":"m-3"}]}
            """);
        return running;
    }
}
