using System.Net;

namespace RudderStack.Local.Tests.Plans;

/// <summary>The plans that the reader's tests have, over HTTP.</summary>
public sealed class ReaderPlansTests
{
    [Theory]
    [InlineData("valid-all-types", """
        {"type":"track","event":"Everything Sent","properties":{"title":"x","count":1,"weight":1.5,"active":true,"nothing":null,"extra":{"a":1},"anything_list":[1,"x"],"anything":[{}],
         "sku":"ABC-1","f_email":"a@b.co","quantity":5,"colour":"","priority":-1,"mixed":null,"nickname":null,"tags":["a","b"],"matrix":[[1],[]],"mixed_list":["x",1,null],"maybe_tags":null}}
        """)]
    [InlineData("valid-custom-types", """
        {"type":"track","event":"Order Completed","properties":{"lines":[{"product_id":"p","unit_price":{"amount":1.5,"currency":"EUR"},"more":1}],"unit_price":{"amount":0,"currency":"USD"},
         "address":{"city":"Bern","geo":{"lat":1,"x":2}},"words":["a",1],"reserved":{},"unplanned":true}}
        """)]
    [InlineData("valid-event-kinds#web_plan", """{"type":"identify","traits":{"x":1},"context":{"traits":{"email":"x"}}}""", """{"type":"track","event":"Open Bag","properties":{"x":1}}""", """{"type":"group","traits":{"employees":3}}""")]
    [InlineData("valid-event-kinds#mobile_plan", """{"type":"identify","traits":{"email":"x"}}""", """{"type":"screen","properties":{"title":"x"}}""", """{"type":"page","properties":{"x":1}}""")]
    [InlineData("valid-legacy-v01", """{"type":"track","event":"Sent","properties":{"method":"card","width":1,"retries":null,"boxes":[{"width":2}],"nested":{"width":1},"more":1}}""")]
    [InlineData("valid-names", """{"type":"track","event":"Names Sent","properties":{"first name":"x","class":"y"}}""", """{"type":"track","event":" leading and trailing "}""", """{"type":"track","event":"🎉"}""")]
    [InlineData("valid-variants", """{"type":"track","event":"Paid","properties":{"payment_method":"cash","total":1,"reason":"x"}}""", """{"type":"track","event":"Viewed","properties":{"content":{"page_kind":"cart","total":1},"contents":[{"page_kind":"search","query":"x"}]}}""")]
    public async Task AMessageAsThePlanWantsItViolatesNothing(string plan, params string[] messages)
    {
        await using var running = await StartAsync(plan);
        await PostAsync(running, messages);

        Assert.Empty(running.DataPlane.PlanNotices);
        Assert.Empty(running.DataPlane.Violations.Select(violation => violation.ToString()));
        running.DataPlane.AssertPlanned();
    }

    [Theory]
    [InlineData("valid-all-types", """{"type":"track","event":"Everything Sent","properties":{"title":1}}""", "Datatype-Mismatch: title is 1, a number; the plan expects a string.")]
    [InlineData("valid-custom-types", """{"type":"track","event":"Order Completed","properties":{"unit_price":{"amount":-1,"currency":"EUR"}}}""", "Advance-Rules-Violation: unit_price.amount is -1; the plan expects at least 0.")]
    [InlineData("valid-event-kinds#web_plan", """{"type":"identify","context":{"traits":{}}}""", "Required-Missing: email is missing; the plan requires it.")]
    [InlineData("valid-event-kinds#mobile_plan", """{"type":"track","event":"heartbeat"}""", "Unplanned-Event: The plan \"Mobile Plan\" has no track event \"heartbeat\".")]
    [InlineData("valid-legacy-v01", """{"type":"track","event":"Sent","properties":{"method":"x"}}""", "Advance-Rules-Violation: method is \"x\"; the plan expects one of \"card\", \"cash\".")]
    [InlineData("valid-names", """{"type":"track","event":"Order completed"}""", "Unplanned-Event: The plan \"Names\" has no track event \"Order completed\". It has \"Order Completed\" and \"OrderCompleted\" and \"order-completed\"; names must be exactly equal.")]
    [InlineData("valid-variants", """{"type":"track","event":"Viewed","properties":{"content":{"page_kind":"cart"}}}""", "Required-Missing: content.total is missing; the plan requires it.")]
    public async Task AMessageThatDiffersIsToldSo(string plan, string message, string violation)
    {
        await using var running = await StartAsync(plan);
        await PostAsync(running, message);

        Assert.Contains(violation, running.DataPlane.Violations.Select(found => found.ToString()));
    }

    static Task<Running> StartAsync(string plan) => Running.StartAsync(new LocalDataPlaneOptions { Plan = PlanOnDisk.OfReader(plan) });

    static async Task PostAsync(Running running, params string[] messages)
    {
        using var answer = await running.PostAsync("/v1/batch", $$"""{"batch":[{{string.Join(',', messages.Select(message => """{"userId":"u",""" + message.Trim()[1..]))}}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
