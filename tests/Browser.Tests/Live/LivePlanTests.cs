using Browser.Tests.Chromium;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RudderStack.Local;
using static Microsoft.Playwright.Assertions;

namespace Browser.Tests.Live;

/// <summary>The live page of a data plane that checks messages by a tracking plan.</summary>
public sealed class LivePlanTests(ChromiumBrowser browser) : LivePageTest(browser)
{
    protected override LocalDataPlaneOptions Options => new() { Plan = Path.Combine(AppContext.BaseDirectory, "Live", "Plan") };

    ILocator Summary => Page.Locator("#plan-summary");

    ILocator Counts => Page.Locator("#plan-counts li");

    ILocator OnlyViolating => Page.GetByLabel("Only messages that violate the tracking plan");

    [Fact]
    public async Task WithoutMessagesThePlanIsNamed()
    {
        await Expect(Summary).ToHaveTextAsync("Tracking plan Shop: no messages yet");
        await Expect(Counts).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task AMessageWithViolationsIsMarkedAndListsThemByTheServersNames()
    {
        await PostAsync(Order("m-1", """{"total":"9.99","coupon":"X"}"""));

        await Expect(Messages.First.Locator(".mark")).ToHaveTextAsync(["3 violations"]);
        await Messages.First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(Messages.First.GetByRole(AriaRole.List, new() { Name = "Violations of the tracking plan" }).GetByRole(AriaRole.Listitem)).ToHaveTextAsync(
        [
            "Required-Missing order_id is missing; the plan requires it. /properties",
            "Datatype-Mismatch total is \"9.99\", a string; the plan expects a number. /properties/total",
            "Additional-Properties coupon is not planned, and the plan allows no other properties here. /properties",
        ]);
        await Expect(Messages.First.GetByLabel("Message as JSON")).ToContainTextAsync("\"coupon\": \"X\"");
    }

    [Fact]
    public async Task AMessageThatMatchesIsNotMarked()
    {
        await PostAsync(Order("m-1", """{"order_id":"42"}"""));

        await Expect(Messages).ToHaveCountAsync(1);
        await Expect(Page.Locator(".mark")).ToHaveCountAsync(0);
        await Expect(Summary).ToHaveTextAsync("Tracking plan Shop: no message violates it");
        await Messages.First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(Messages.First.GetByLabel("Message as JSON")).ToBeVisibleAsync();
        await Expect(Page.GetByLabel("Violations of the tracking plan")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task TheHeaderCountsWhatAllMessagesViolateAndWhatWouldBeDropped()
    {
        await PostAsync(Order("m-1", """{"order_id":"42"}"""));
        await PostAsync(Order("m-2", """{"a":1,"b":2}"""));
        await PostAsync(Tracks("Ordr Completed"));

        await Expect(Summary).ToHaveTextAsync("Tracking plan Shop: 2 of 3 messages violate it, 1 would be dropped");
        await Expect(Counts).ToHaveTextAsync(["Unplanned-Event 1", "Additional-Properties 2", "Required-Missing 1"]);
        await Expect(Messages.First.Locator(".mark")).ToHaveTextAsync(["1 violation", "would be dropped"]);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Clear messages" }).ClickAsync();
        await Expect(Summary).ToHaveTextAsync("Tracking plan Shop: no messages yet");
    }

    [Fact]
    public async Task AFilterShowsOnlyWhatViolates()
    {
        await PostAsync(Order("m-1", """{"order_id":"42"}"""));
        await PostAsync(Order("m-2", "{}"));
        await Expect(Messages).ToHaveCountAsync(2);

        await OnlyViolating.CheckAsync();
        await Expect(Messages).ToHaveCountAsync(1);
        await Expect(Messages.First).ToContainTextAsync("1 violation");
        await PostAsync(Order("m-3", """{"order_id":"43"}"""));
        await Expect(Page.Locator("#shown")).ToHaveTextAsync("1 of 3");
    }

    [Fact]
    public async Task WhatIsNotCheckedIsTold() =>
        await Expect(Page.Locator("#plan-notices li")).ToHaveTextAsync([new System.Text.RegularExpressions.Regex("Product Viewed.*not checked.*\\[a-z cannot be read")]);

    [Fact]
    public async Task AfterALostConnectionViolationsStandBesideTheirMessages()
    {
        await PostAsync(Order("m-1", "{}"));
        await Expect(Messages.First.Locator(".mark")).ToHaveTextAsync(["1 violation"]);
        ExpectedProblems.Add("ERR_");
        await DataPlane.StopListeningAsync();
        await ExpectConnectionAsync("Connection lost, trying again…");
        await DataPlane.StartListeningAsync();
        await ExpectConnectionAsync("Live");
        await PostAsync(Order("m-2", """{"order_id":1,"total":"x"}"""));

        await Expect(Messages).ToHaveCountAsync(2);
        await Expect(Messages.First.Locator(".mark")).ToHaveTextAsync(["2 violations"]);
        await Expect(Messages.Last.Locator(".mark")).ToHaveTextAsync(["1 violation"]);
    }

    [Fact]
    public async Task AllOfItIsReachedByKeyboard()
    {
        await PostAsync(Order("m-1", "{}"));
        await Expect(Messages).ToHaveCountAsync(1);
        await Page.GetByLabel("Text").FocusAsync();
        await Page.Keyboard.PressAsync("Tab");
        await Expect(OnlyViolating).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Space");
        await Expect(OnlyViolating).ToBeCheckedAsync();
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByLabel("Violations of the tracking plan")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByLabel("Violations of the tracking plan")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task NoAccessibilityRuleIsBrokenAndNothingScrollsSideways(ColorScheme scheme, int width)
    {
        var endless = new string('x', 300);
        await PostAsync(Order("m-1", $$"""{"total":"{{endless}}","{{endless}}":1}"""));
        await PostAsync(Tracks(endless, "Ordr Completed"));
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await Page.SetViewportSizeAsync(width, 844);
        await Expect(Page.Locator(".mark.dropped")).ToHaveCountAsync(2);
        await Messages.First.GetByRole(AriaRole.Button).ClickAsync();
        await Messages.Last.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(Page.GetByLabel("Violations of the tracking plan")).ToHaveCountAsync(2);

        var result = await Page.RunAxe();
        Assert.Empty(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")));
        Assert.Equal(width, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('body *')]
              .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 0.5)
              .map(element => element.outerHTML.slice(0, 100))
            """));
    }

    static string Order(string id, string properties) =>
        $$"""{"batch":[{"type":"track","userId":"u-1","event":"Order Completed","messageId":"{{id}}","properties":{{properties}} }]}""";
}
