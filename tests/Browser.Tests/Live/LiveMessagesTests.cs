using System.Globalization;
using System.Text.Json;
using Browser.Tests.Chromium;
using Microsoft.Playwright;
using Serilog;
using static Microsoft.Playwright.Assertions;

namespace Browser.Tests.Live;

public sealed class LiveMessagesTests(ChromiumBrowser browser) : LivePageTest(browser)
{
    [Fact]
    public async Task LoggedMessagesAppearCompleteAndNewestFirst()
    {
        Logger.Identify("user-1", new { Name = "Alex Keener", Email = "alex@example.com" });
        Logger.Page("user-1", "Pizza", new { Url = "https://pizza.example/" }, category: "Food");
        Logger.Track("user-1", "Order Completed", new { OrderId = 42, Total = 99.5m, Items = new[] { new { Name = "Größe XL", Quantity = 2 } } });
        Logger.Screen("user-1", "Checkout");
        Logger.Group("user-1", "company-7", new { Industry = "Food" });
        Logger.Alias("visitor-9", "user-1");
        await FlushAsync();

        await Expect(Messages).ToHaveCountAsync(6);
        await Expect(Messages.Locator(".type")).ToHaveTextAsync(
            ["alias", "group", "screen", "track", "page", "identify"]);
        await ExpectMessagesAsync("visitor-9 → user-1", "company-7", "Checkout", "Order Completed", "Food / Pizza", "name: Alex Keener");
        var stored = DataPlane.Messages.Reverse().ToArray();
        for (var i = 0; i < stored.Length; i++)
        {
            await Row(i).ClickAsync();
            var shown = JsonElement.Parse(await Json(i).TextContentAsync() ?? "");
            Assert.True(JsonElement.DeepEquals(stored[i], shown), shown.GetRawText());
        }
    }

    [Theory]
    [InlineData("\"originalTimestamp\":\"2024-01-02T03:04:03.500Z\"", "03:04:05.678event 03:04:03.500")]
    [InlineData("\"originalTimestamp\":\"2023-12-31T23:59:59.999Z\"", "03:04:05.678event 31 Dec 2023, 23:59:59.999")]
    [InlineData("\"originalTimestamp\":\"2024-01-02T03:04:03.500Z\",\"timestamp\":\"2024-01-02T01:00:00.000+00:30\"", "03:04:05.678event 00:30:00.000")]
    [InlineData("\"originalTimestamp\":\"yesterday\"", "03:04:05.678")]
    [InlineData("\"originalTimestamp\":{}", "03:04:05.678")]
    [InlineData("\"event\":\"No time\"", "03:04:05.678")]
    public async Task TheEventsOwnTimeStandsBesideItsArrival(string members, string shown)
    {
        await PostAsync($$"""{"batch":[{"type":"track","userId":"u","receivedAt":"2024-01-02T03:04:05.678Z",{{members}}}]}""");
        await Expect(Messages.First.Locator(".times")).ToHaveTextAsync(shown);
    }

    [Fact]
    public async Task TheJsonOfAMessageCanBeCopied()
    {
        await Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await PostAsync("""{"batch":[{"type":"track","userId":"u","event":"Größe","properties":{"2":1.0,"1":12345678901234567890} }]}""");
        await Row(0).ClickAsync();
        await Messages.First.GetByRole(AriaRole.Button, new() { Name = "Copy JSON" }).ClickAsync();
        await Expect(Messages.First.Locator(".copy")).ToHaveTextAsync("Copied");
        var copied = await Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.True(JsonElement.DeepEquals(DataPlane.Messages[0], JsonElement.Parse(copied)), copied);
    }

    [Fact]
    public async Task WithoutAClipboardTheJsonIsCopiedAsASelection()
    {
        await Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Page.EvaluateAsync("Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error()) })");
        await PostAsync(Tracks("m-1"));
        await Row(0).ClickAsync();
        await Messages.First.GetByRole(AriaRole.Button, new() { Name = "Copy JSON" }).ClickAsync();
        await Expect(Messages.First.Locator(".copy")).ToHaveTextAsync("Copied");
        var copied = await Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.True(JsonElement.DeepEquals(DataPlane.Messages[0], JsonElement.Parse(copied)), copied);
    }

    [Fact]
    public async Task MessagesStoredBeforeThePageWasOpenedAreThere()
    {
        await PostAsync(Tracks("m-1", "m-2"));
        Page = await OpenAsync(DataPlane.Url);
        await ExpectMessagesAsync("m-2", "m-1");
    }

    [Fact]
    public async Task NothingInAMessageBecomesMarkupOrRuns()
    {
        const string Hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
        var text = $"\"{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        Logger.Track("user-1", "<img src=x onerror=alert(1)>");
        await FlushAsync();
        await Expect(Messages.First.Locator(".name")).ToHaveTextAsync("<img src=x onerror=alert(1)>");

        foreach (var type in new[] { "\"track\"", "\"group\"", "\"alias\"", "\"page\"", "\"identify\"", text, $"{{ {text}: 1 }}", "null" })
        {
            await PostAsync($$"""
                {"batch":[{"type":{{type}},"userId":{{text}},"anonymousId":{{text}},"messageId":{{text}},"event":{{text}},"name":{{text}},"category":{{text}},
                "groupId":{{text}},"previousId":{{text}},"receivedAt":{{text}},"traits":{ {{text}}:{{text}} },"context":{ {{text}}:[{{text}}] } }]}
                """);
        }

        await Expect(Messages).ToHaveCountAsync(9);
        for (var i = 0; i < 8; i++)
        {
            await Row(i).ClickAsync();
            await Expect(Json(i)).ToContainTextAsync(text);
            await Expect(Messages.Nth(i).Locator(".user")).ToHaveTextAsync(Hostile);
        }

        await Expect(Messages.Nth(2).Locator(".type")).ToHaveTextAsync(Hostile);
        await ExpectNothingHostileAsync();
    }

    [Fact]
    public async Task NothingInARequestOrFaultBecomesMarkupOrRuns()
    {
        const string Hostile = "<img src=x onerror=window.hacked=1>";
        DataPlane.Faults.Add(new RudderStack.Local.Fault { Status = 400, Body = Hostile, Headers = { ["Retry-After"] = Hostile } });
        DataPlane.Faults.Add(new RudderStack.Local.Fault { Status = 400, Headers = { ["Retry-After"] = Hostile }, Path = "/" + Hostile });
        await PostAsync(Tracks("m-1"));
        await PostAsync("{}", path: "/" + Uri.EscapeDataString("<b>" + Hostile));
        await Expect(Requests).ToHaveCountAsync(2);
        await Expect(Requests).ToContainTextAsync(["/<b>" + Hostile, Hostile]);
        await Expect(Page.Locator("#fault-list")).ToContainTextAsync("only /" + Hostile);
        await ExpectNothingHostileAsync();
    }

    [Fact]
    public async Task JsonIsShownAsStored()
    {
        await PostAsync("""
            {"batch":[{"userId":"u","type":"track","event":"\u00fc \ud83d\ude00 \" \\ \n","properties":{"10":1e21,"9":[],"__proto__":{},"a":[1,[true,null]]},"messageId":"m","receivedAt":"t","request_ip":"i"}]}
            """);
        await Row(0).ClickAsync();
        var json = await Json(0).TextContentAsync() ?? "";
        Assert.StartsWith(
            """
            {
              "userId": "u",
              "type": "track",
              "event": "ü 😀 \" \\ \n",
              "properties": {
                "10": 1e+21,
                "9": [],
                "__proto__": {},
                "a": [
                  1,
                  [
                    true,
                    null
                  ]
                ]
              },
              "messageId": "m",
            """, json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonOpensAndClosesOnClick()
    {
        await PostAsync(Tracks("m-1"));
        await Row(0).ClickAsync();
        await Expect(Row(0)).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(Json(0)).ToContainTextAsync("\"messageId\": \"m-1\"");
        await Row(0).ClickAsync();
        await Expect(Json(0)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task AnOpenMessageStaysOpenWhenOthersArrive()
    {
        await PostAsync(Tracks("m-1"));
        await Row(0).ClickAsync();
        await PostAsync(Tracks("m-2"));
        await Expect(Messages).ToHaveCountAsync(2);
        await Expect(Json(1)).ToContainTextAsync("\"messageId\": \"m-1\"");
    }

    [Fact]
    public async Task FiltersByTypeUserAndText()
    {
        await PostAsync("""
            {"batch":[
                {"type":"track","userId":"Alex","event":"A","messageId":"1"},
                {"type":"identify","userId":"Alex","traits":{"plan":"Größe \u003cb>"},"messageId":"2"},
                {"type":"track","anonymousId":"visitor-7","event":"B","messageId":"3"},
                {"type":"track","userId":"Kim","anonymousId":"visitor-8","event":"A","messageId":"4"},
                {"type":"custom","userId":"Kim","event":"C","messageId":"5"}]}
            """);
        await Expect(Messages).ToHaveCountAsync(5);
        await FilterAsync(type: "track", shown: ["A", "B", "A"]);
        await FilterAsync(type: "track", user: "alex", shown: ["A"]);
        await FilterAsync(type: "other", shown: ["C"]);
        await FilterAsync(user: "visitor", shown: ["A", "B"]);
        await FilterAsync(text: "größe <b>", shown: ["plan"]);
        await FilterAsync(text: "\"messageId\":\"3\"", shown: ["B"]);
        await Expect(Page.Locator("#shown")).ToHaveTextAsync("1 of 5");

        await FilterAsync(type: "alias", shown: []);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show all messages" }).ClickAsync();
        await Expect(Messages).ToHaveCountAsync(5);

        async Task FilterAsync(string[] shown, string type = "all", string user = "", string text = "")
        {
            await Type(type).CheckAsync();
            await Page.GetByLabel("User").FillAsync(user);
            await Page.GetByLabel("Text").FillAsync(text);
            await ExpectMessagesAsync(shown);
        }
    }

    [Fact]
    public async Task AFilterHoldsForMessagesThatArriveLater()
    {
        await Page.GetByLabel("User").FillAsync("u-2");
        await PostAsync("""{"batch":[{"type":"track","userId":"u-1","event":"A"},{"type":"track","userId":"u-2","event":"B"}]}""");
        await ExpectMessagesAsync("B");
        await Expect(Page.Locator("#shown")).ToHaveTextAsync("1 of 2");
    }

    [Fact]
    public async Task CountsPerTypeAreOfAllThatWasStored()
    {
        await PostAsync("""{"batch":[{"type":"track","userId":"u"},{"type":"page","userId":"u"},{"type":"track","userId":"u"},{"userId":"u"}]}""");
        foreach (var (type, count) in new[] { ("all", 4), ("track", 2), ("page", 1), ("other", 1), ("alias", 0) })
            await Expect(Page.Locator("#types label").Filter(new() { HasText = type })).ToHaveTextAsync($"{type} {count}");
    }

    [Fact]
    public async Task ThePageKeepsTheNewestFiveHundred()
    {
        var ids = Enumerable.Range(1, 700).Select(i => string.Create(CultureInfo.InvariantCulture, $"m-{i}")).ToArray();
        foreach (var part in ids.Chunk(70))
            await PostAsync(Tracks(part));
        await Expect(Messages.First).ToContainTextAsync("m-700");
        await Expect(Messages).ToHaveCountAsync(500);
        await Expect(Messages.Last).ToContainTextAsync("m-201");
        await Expect(Page.Locator("#types label").First).ToHaveTextAsync("all 700");
    }

    [Fact]
    public async Task WhatArrivesDuringAPauseIsShownAfterIt()
    {
        await PostAsync(Tracks("m-1"));
        await Expect(Messages).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await ExpectConnectionAsync("Paused");
        await PostAsync(Tracks("m-2", "m-3"));
        var resume = Page.GetByRole(AriaRole.Button, new() { Name = "Resume (2 new)" });
        await Expect(resume).ToBeVisibleAsync();
        await Expect(Messages).ToHaveCountAsync(1);
        await resume.ClickAsync();
        await ExpectMessagesAsync("m-3", "m-2", "m-1");
        await ExpectConnectionAsync("Live");
    }

    [Fact]
    public async Task ClearForgetsTheMessagesInTheDataPlaneToo()
    {
        await PostAsync(Tracks("m-1", "m-2"));
        await Expect(Messages).ToHaveCountAsync(2);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Clear messages" }).ClickAsync();
        await Expect(Messages).ToHaveCountAsync(0);
        await Expect(Page.Locator("#no-messages")).ToBeVisibleAsync();
        await Expect(Page.Locator("#types label").First).ToHaveTextAsync("all 0");
        Assert.Empty(DataPlane.Messages);

        await PostAsync(Tracks("m-3"));
        await ExpectMessagesAsync("m-3");
        await Expect(Requests).ToHaveCountAsync(2);
    }

    ILocator Type(string type) => Page.Locator($"#types input[value={type}]");

    ILocator Row(int index) => Messages.Nth(index).Locator("button.message");

    ILocator Json(int index) => Messages.Nth(index).Locator(".json");

    async Task ExpectNothingHostileAsync()
    {
        await Expect(Page.Locator("main img, main script, main b")).ToHaveCountAsync(0);
        Assert.Equal("undefined", await Page.EvaluateAsync<string>("typeof window.hacked"));
    }
}
