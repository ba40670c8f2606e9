using System.Text;

namespace RudderStack.Local.Tests.Plans;

/// <summary>What the settings of a source would drop. Nothing is dropped.</summary>
public sealed class DropTests
{
    const string Unplanned = """{"type":"track","event":"X"}""";
    const string Additional = """{"type":"track","event":"E","properties":{"order_id":"1","x":1}}""";
    const string Missing = """{"type":"track","event":"E","properties":{}}""";
    const string Mismatch = """{"type":"track","event":"E","properties":{"order_id":1}}""";
    const string Planned = """{"type":"track","event":"E","properties":{"order_id":"1"}}""";

    [Theory]
    [InlineData("track: {drop_unplanned_events: true}", Unplanned, true)]
    [InlineData("track: {drop_unplanned_events: true}", Additional, false)]
    [InlineData("track: {drop_unplanned_events: false}", Unplanned, false)]
    [InlineData("track: {drop_unplanned_properties: true}", Additional, true)]
    [InlineData("track: {drop_unplanned_properties: true}", Missing, false)]
    [InlineData("track: {drop_other_violations: true}", Missing, true)]
    [InlineData("track: {drop_other_violations: true}", Mismatch, true)]
    [InlineData("track: {drop_other_violations: true}", Additional, false)]
    [InlineData("track: {drop_other_violations: true}", Unplanned, false)]
    [InlineData("identify: {drop_unplanned_events: true, drop_unplanned_properties: true, drop_other_violations: true}", Additional, false)]
    [InlineData("track: {propagate_violations: true}", Missing, false)]
    [InlineData("track: {drop_unplanned_events: true, drop_unplanned_properties: true, drop_other_violations: true}", Planned, false)]
    public async Task TheWholeEventIsDroppedForAViolationThatTheSourceDrops(string config, string message, bool isDropped)
    {
        using var plan = PlanOnDisk.Shop([("source.yaml", ShopPlan.Source("web", config))]);
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });
        await PostAsync(running, message);
        var found = await running.GetJsonAsync("/local/violations");

        Assert.Equal(isDropped, running.DataPlane.Violations.Any(violation => violation.IsDropped));
        Assert.Equal(isDropped ? 1 : 0, found.GetProperty("dropped").GetInt32());
        Assert.Equal(isDropped, found.GetProperty("messages").EnumerateArray().Any(one => one.GetProperty("dropped").GetBoolean()));
        Assert.Equal(1, running.DataPlane.Count);
        Assert.Single(running.DataPlane.Messages);
    }

    [Fact]
    public async Task WithoutASourceNothingIsDropped()
    {
        using var plan = PlanOnDisk.Shop();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });
        await PostAsync(running, Unplanned);

        Assert.False(Assert.Single(running.DataPlane.Violations).IsDropped);
    }

    [Fact]
    public async Task EachWriteKeyHasTheSettingsOfItsSource()
    {
        using var plan = PlanOnDisk.Shop([("a.yaml", ShopPlan.Source("strict", "track: {drop_unplanned_events: true}")), ("b.yaml", ShopPlan.Source("lax", "track: {}"))]);
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { WriteKeys = ["A", "B"], Plan = plan.Path, Sources = { ["A"] = "strict", ["B"] = "lax" } });
        await PostAsync(running, Unplanned, "A");
        await PostAsync(running, Unplanned, "B");

        Assert.Equal([true, false], running.DataPlane.Violations.Select(violation => violation.IsDropped));
    }

    [Fact]
    public async Task WhatIsStoredIsWhatTheGatewayStores()
    {
        using var plan = PlanOnDisk.Shop([("source.yaml", ShopPlan.Source("web", "track: {drop_other_violations: true, propagate_violations: true}"))]);
        await using var with = await Running.StartAsync(new LocalDataPlaneOptions { Plan = plan.Path });
        await using var without = await Running.StartAsync();
        await PostAsync(with, Missing);
        await PostAsync(without, Missing);

        Assert.Equal(Names(without), Names(with));
        Assert.Equal("""{}""", with.DataPlane.Messages.Single().GetProperty("properties").GetRawText());

        static IEnumerable<string> Names(Running running) => running.DataPlane.Messages.Single().EnumerateObject().Select(member => member.Name);
    }

    static async Task PostAsync(Running running, string message, string? key = null)
    {
        var authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes((key ?? running.DataPlane.WriteKey) + ":"));
        using var answer = await running.PostAsync("/v1/batch", Encoding.UTF8.GetBytes($$"""{"batch":[{"userId":"u",{{message[1..]}}]}"""), ("Authorization", authorization));
        Assert.True(answer.IsSuccessStatusCode);
    }
}
