using Browser.Tests.Chromium;
using Microsoft.Playwright;
using Serilog;
using static Microsoft.Playwright.Assertions;

namespace Browser.Tests.Live;

public sealed class LiveRequestsTests(ChromiumBrowser browser) : LivePageTest(browser)
{
    [Fact]
    public async Task RejectionsReportTheirReasonAndTheMessageThatBrokeTheBatch()
    {
        await PostAsync(Tracks("m-1", "m-2"));
        await PostAsync(Tracks("m-3"), key: "wrong-key-5e1f");
        await PostAsync("""{"batch":[{"type":"track","userId":"u"},{"type":"track"}]}""");
        await PostAsync("{");
        await Expect(Requests).ToHaveCountAsync(4);
        foreach (var (index, parts) in new (int, string[])[]
        {
            (0, ["400", "POST /v1/batch", "invalid json", "0 messages", "1 bytes"]),
            (1, ["400", "request neither has anonymousId nor userId (message 2 of the batch)"]),
            (2, ["401", "invalid write key"]),
            (3, ["200", "POST /v1/batch", "2 messages", $"{Tracks("m-1", "m-2").Length} bytes"]),
        })
        {
            foreach (var part in parts)
                await Expect(Requests.Nth(index)).ToContainTextAsync(part);
            await Expect(Requests.Nth(index).Locator("time")).ToHaveTextAsync(DataPlane.Requests[3 - index].ReceivedAt.ToLocalTime().ToString("HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture));
        }

        await Page.GetByLabel("Only failed").CheckAsync();
        await Expect(Requests).ToHaveCountAsync(3);
        var content = await Page.ContentAsync();
        foreach (var secret in new[] { "wrong-key-5e1f", DataPlane.WriteKey, "Basic " })
            Assert.DoesNotContain(secret, content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLogCanBeCleared()
    {
        await PostAsync(Tracks("m-1"));
        await Expect(Requests).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Clear log" }).ClickAsync();
        await Expect(Requests).ToHaveCountAsync(0);
        await Expect(Messages).ToHaveCountAsync(1);
        Assert.Empty(DataPlane.Requests);
    }

    [Fact]
    public async Task TheSwitchMakesTheNextAnswersFailAndTheLogShowsThem()
    {
        await FailAsync("429", times: "2", retryAfter: "7");
        await Expect(Faults).ToHaveTextAsync(["Next 2 answers: 429, Retry-After 7"]);
        await PostAsync(Tracks("m-1"));
        await Expect(Faults).ToHaveTextAsync(["Next answer: 429, Retry-After 7"]);
        await PostAsync(Tracks("m-2"));
        await Expect(Faults).ToHaveCountAsync(0);
        await PostAsync(Tracks("m-3"));
        await Expect(Requests.Locator(".status")).ToHaveTextAsync(["200", "429", "429"]);
        await Expect(Requests.Locator(".reason")).ToHaveTextAsync(["Too Many Requests", "Too Many Requests"]);
        await Expect(Requests.Nth(1)).ToContainTextAsync("spoiled by a fault");
        await Expect(Requests.Nth(0)).Not.ToContainTextAsync("spoiled by a fault");
        await ExpectMessagesAsync("m-3");
    }

    [Fact]
    public async Task ASinkGetsThroughTheFailures()
    {
        await FailAsync("503", times: "3");
        await Expect(Faults).ToHaveCountAsync(1);
        Logger.Track("user-1", "Order Completed");
        await FlushAsync();
        await ExpectMessagesAsync("Order Completed");
        await Expect(Requests.Locator(".status")).ToHaveTextAsync(["200", "503", "503", "503"]);
    }

    [Theory]
    [InlineData("beforeReading", 0)]
    [InlineData("afterStoring", 1)]
    public async Task ConnectionsCanBeCut(string cut, int stored)
    {
        await FailAsync(cut, times: "1");
        await Expect(Faults).ToHaveCountAsync(1);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Tracks("m-1")));
        await Expect(Requests.Locator(".status")).ToHaveTextAsync(["no answer"]);
        await Expect(Messages).ToHaveCountAsync(stored);
    }

    [Fact]
    public async Task FailingGoesOnUntilStopped()
    {
        await Page.GetByLabel("Until stopped").CheckAsync();
        await Expect(Page.GetByLabel("How often")).ToBeDisabledAsync();
        await FailAsync("401");
        await Expect(Faults).ToHaveTextAsync(["Until stopped: 401"]);
        for (var i = 0; i < 5; i++)
            await PostAsync(Tracks("m-1"));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop failing" }).ClickAsync();
        await Expect(Faults).ToHaveCountAsync(0);
        await PostAsync(Tracks("m-2"));
        await Expect(Requests.Locator(".status")).ToHaveTextAsync(["200", "401", "401", "401", "401", "401"]);
        Assert.Equal(0, DataPlane.Faults.Count);
    }

    [Fact]
    public async Task AnOrderThatCannotBeCarriedOutIsExplained()
    {
        ExpectedProblems.Add("ERR_CONNECTION_REFUSED");
        ExpectedProblems.Add("ERR_INCOMPLETE_CHUNKED_ENCODING");
        await DataPlane.StopListeningAsync();
        await FailAsync("503");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The data plane cannot be reached.");
        await DataPlane.StartListeningAsync();
        await FailAsync("503");
        await Expect(Page.Locator("#fault-error")).ToHaveTextAsync("");
        await Expect(Faults).ToHaveCountAsync(1);
    }

    ILocator Faults => Page.Locator("#fault-list li");

    async Task FailAsync(string answer, string? times = null, string? retryAfter = null)
    {
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Answer" }).SelectOptionAsync(answer);
        if (times is not null)
            await Page.GetByLabel("How often").FillAsync(times);
        if (retryAfter is not null)
            await Page.GetByLabel("Retry-After").FillAsync(retryAfter);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make answers fail" }).ClickAsync();
    }
}
