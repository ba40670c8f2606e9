using Browser.Tests.Chromium;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RudderStack.Local;
using static Microsoft.Playwright.Assertions;

namespace Browser.Tests.Live;

public sealed class LiveLayoutTests(ChromiumBrowser browser) : LivePageTest(browser)
{
    static readonly string[] Views = ["Messages", "Requests", "Failures"];

    [Fact]
    public async Task APhoneScrollsNothingSideways()
    {
        await FillAsync();
        await Page.SetViewportSizeAsync(390, 844);
        foreach (var view in Views)
        {
            await Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Button, new() { Name = view }).ClickAsync();
            await Expect(Page.Locator("main section:visible")).ToHaveCountAsync(1);
            Assert.Equal(390, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Assert.Empty(await Page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll('body *')]
                  .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 0.5)
                  .map(element => element.outerHTML.slice(0, 100))
                """));
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task NoAccessibilityRuleIsBroken(ColorScheme scheme, int width)
    {
        await FillAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await Page.SetViewportSizeAsync(width, 844);
        foreach (var view in width > 1000 ? Views[..1] : Views)
        {
            if (width <= 1000)
                await Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Button, new() { Name = view }).ClickAsync();
            var result = await Page.RunAxe();
            Assert.Empty(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")));
            Assert.NotEmpty(result.Passes);
        }
    }

    [Fact]
    public async Task TheKeyboardReachesEverythingAndTheFocusShows()
    {
        await PostAsync(Tracks("m-1", "m-2", "m-3"));
        await Expect(Messages).ToHaveCountAsync(3);
        var stops = new List<string>();
        for (var i = 0; i < 19; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            stops.Add(await Page.EvaluateAsync<string>("""
                () => {
                  const element = document.activeElement;
                  const shown = element.type === 'radio' ? element.parentElement : element;
                  if (getComputedStyle(shown).outlineStyle === 'none')
                    return `no focus shown on ${element.outerHTML}`;
                  return element.id || element.name || element.ariaLabel || element.querySelector('.preview, .name')?.textContent || element.textContent;
                }
                """));
        }

        Assert.Equal(
            [
                "pause", "clear-messages", "type", "user", "text", "m-3", "m-2", "m-1", "answer", "times", "retryAfter", "untilStopped",
                "Make answers fail", "only-failed", "clear-requests", "Request log",
            ],
            stops.Take(16));
    }

    [Fact]
    public async Task AMessageOpensByKeyboard()
    {
        await PostAsync(Tracks("m-1", "m-2", "m-3"));
        await Messages.First.GetByRole(AriaRole.Button).FocusAsync();
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        var json = Messages.Nth(1).GetByRole(AriaRole.Group, new() { Name = "Message as JSON" });
        await Expect(json).ToContainTextAsync("\"messageId\": \"m-2\"");

        await Page.Keyboard.PressAsync("Tab");
        await Expect(json).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(json).ToHaveCountAsync(0);
        await Expect(Messages.Nth(1).GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("ArrowUp");
        await Expect(Messages.Nth(0).GetByRole(AriaRole.Button)).ToBeFocusedAsync();
    }

    /// <summary>Every kind of row, with text that has no place to break, a message open, and faults on.</summary>
    async Task FillAsync()
    {
        var endless = new string('x', 300);
        await PostAsync($$"""
            {"batch":[{"type":"track","userId":"u","event":"Order Completed","properties":{"a":1,"b":"x","c":null} },{"type":"identify","userId":"u"},
            {"type":"page","userId":"u"},{"type":"screen","userId":"u"},{"type":"group","userId":"u","groupId":"g"},{"type":"alias","userId":"u"},
            {"type":"{{endless}}","userId":"{{endless}}","event":"{{endless}}","properties":{"{{endless}}":"{{endless}}" } }]}
            """);
        await PostAsync("{}", key: "wrong");
        DataPlane.Faults.Add(new Fault { Status = 503, Body = endless });
        DataPlane.Faults.Add(new Fault { Status = 503, Path = "/" + endless });
        await PostAsync("{}");
        await PostAsync("{}", path: "/" + endless);
        DataPlane.Faults.Add(new Fault { Status = 503, Path = "/" + endless });
        await Expect(Requests).ToHaveCountAsync(4);
        await Expect(Messages).ToHaveCountAsync(7);
        await Messages.First.GetByRole(AriaRole.Button).ClickAsync();
        await Messages.Last.GetByRole(AriaRole.Button).ClickAsync();
    }
}
