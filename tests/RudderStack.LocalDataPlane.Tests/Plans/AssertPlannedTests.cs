namespace RudderStack.Local.Tests.Plans;

/// <summary>The one line of a test, and how its failure reads.</summary>
public sealed class AssertPlannedTests
{
    [Fact]
    public async Task WhatMatchesPasses()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(plan, """{"type":"track","event":"E","properties":{"order_id":"1"}}""");

        running.DataPlane.AssertPlanned();
    }

    [Fact]
    public async Task AFailureSaysWhichEventWhatIsWrongAndWhatThePlanWants()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(
            plan,
            """{"type":"track","event":"E","messageId":"m-1","properties":{"order_id":7,"coupon":"X"}}""",
            """{"type":"track","event":"E","messageId":"m-2","properties":{"order_id":"7"}}""",
            """{"type":"track","event":"e","messageId":"m-3"}""");

        Assert.Equal(
            """
            2 messages do not match the tracking plan:
              track "E" (messageId m-1)
                Datatype-Mismatch: order_id is 7, a number; the plan expects a string.
                Additional-Properties: coupon is not planned, and the plan allows no other properties here.
              track "e" (messageId m-3)
                Unplanned-Event: The plan "Shop" has no track event "e". It has "E"; names must be exactly equal.
            """,
            Assert.Throws<PlanViolationException>(running.DataPlane.AssertPlanned).Message);
    }

    [Fact]
    public async Task OfManyViolationsTenAreTold()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await StartAsync(plan, [.. Enumerable.Range(1, 7).Select(number => $$"""{"type":"track","event":"E","messageId":"m-{{number}}","properties":{"x":1} }""")]);
        var lines = Assert.Throws<PlanViolationException>(running.DataPlane.AssertPlanned).Message.Split('\n');

        Assert.Equal("7 messages do not match the tracking plan:", lines[0]);
        Assert.Equal(10, lines.Count(line => line.StartsWith("    ", StringComparison.Ordinal)));
        Assert.Equal(5, lines.Count(line => line.StartsWith("  track", StringComparison.Ordinal)));
        Assert.Equal("  and 4 more", lines[^1]);
    }

    [Fact]
    public async Task MessagesForgottenMeanwhileStillCount()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path, MaxStored = 1 });
        using var answer = await running.PostAsync("/v1/batch", """{"batch":[{"type":"track","event":"F","userId":"u"},{"type":"track","event":"E","userId":"u","properties":{"order_id":"1"}}]}""");

        Assert.Equal("1 message does not match the tracking plan:\n  and 1 more", Assert.Throws<PlanViolationException>(running.DataPlane.AssertPlanned).Message);
    }

    [Fact]
    public async Task NothingThatArrivedProvesNothing()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });

        Assert.Contains("No message has arrived", Assert.Throws<InvalidOperationException>(running.DataPlane.AssertPlanned).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAPlanThereIsNothingToMatch()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.SendAsync("m-1");

        Assert.Contains("LocalDataPlaneOptions.Plan", Assert.Throws<InvalidOperationException>(running.DataPlane.AssertPlanned).Message, StringComparison.Ordinal);
    }

    static async Task<Running> StartAsync(PlanOnDisk plan, params string[] messages)
    {
        var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });
        using var answer = await running.PostAsync("/v1/batch", $$"""{"batch":[{{string.Join(',', messages.Select(message => """{"userId":"u",""" + message[1..]))}}]}""");
        return running;
    }
}
