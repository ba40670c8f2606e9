using Browser.Tests.Chromium;
using RudderStack.Local;
using static Microsoft.Playwright.Assertions;

namespace Browser.Tests.Live;

public sealed class LiveConnectionTests(ChromiumBrowser browser) : LivePageTest(browser)
{
    const string Lost = "Connection lost, trying again…";

    [Fact]
    public async Task AfterAReconnectNoMessageIsMissingOrDouble()
    {
        ExpectLostConnection();
        var expected = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            string[] ids = [$"m-{round}-a", $"m-{round}-b", $"m-{round}-c"];
            await PostAsync(Tracks(ids));
            expected.AddRange(ids);
            await Expect(Messages).ToHaveCountAsync(expected.Count);
            await DataPlane.StopListeningAsync();
            await ExpectConnectionAsync(Lost);
            await DataPlane.StartListeningAsync();

            // Most likely stored before the page is back.
            await PostAsync(Tracks($"m-{round}-d"));
            expected.Add($"m-{round}-d");
            await ExpectConnectionAsync("Live");
        }

        expected.Reverse();
        await ExpectMessagesAsync(expected);
        await Expect(Requests).ToHaveCountAsync(6);
    }

    [Fact]
    public async Task AnotherRunOfTheDataPlaneBeginsAnew()
    {
        ExpectLostConnection();
        await PostAsync(Tracks("m-1", "m-2"));
        await Expect(Messages).ToHaveCountAsync(2);
        await DataPlane.DisposeAsync();
        await using var another = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Urls = [DataPlane.Url] });
        await PostAsync(Tracks("m-3"));
        await ExpectMessagesAsync("m-3");
        await Expect(Requests).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task AnAnswerThatIsNoStreamIsNotTheEnd()
    {
        ExpectLostConnection();
        ExpectedProblems.Add("502");
        var refusals = 0;
        await Page.RouteAsync("**/local/events*", route => refusals++ < 2
            ? route.FulfillAsync(new() { Status = 502 })
            : route.ContinueAsync());
        await PostAsync(Tracks("m-1"));
        await Expect(Messages).ToHaveCountAsync(1);
        await DataPlane.StopListeningAsync();
        await DataPlane.StartListeningAsync();
        await PostAsync(Tracks("m-2"));
        await ExpectMessagesAsync("m-2", "m-1");
        Assert.Equal(3, refusals);
    }

    [Fact]
    public async Task APageOfAnotherOriginSeesNothingAndChangesNothing()
    {
        ExpectedProblems.Add("Access to fetch");
        ExpectedProblems.Add("Failed to load resource");
        ExpectedProblems.Add("Access to resource");
        await PostAsync(Tracks("m-1"));

        // Another data plane is another origin. Its page is replaced, since its policy would allow nothing from elsewhere.
        await using var other = await LocalDataPlane.StartAsync();
        await Context.RouteAsync(other.Url + "/page", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<p>evil</p>" }));
        var evil = await OpenAsync(other.Url + "/page");
        var outcomes = await evil.EvaluateAsync<string[]>("""
            async url => {
              const attempt = promise => promise.then(answer => `${answer.type} ${answer.status}`, () => 'failed');
              const stream = new EventSource(url + '/local/events');
              const streaming = new Promise(resolve => {
                stream.onopen = () => resolve('open');
                stream.onerror = () => resolve('failed');
              });
              return [
                await attempt(fetch(url + '/local/messages')),
                await attempt(fetch(url + '/local/messages', { mode: 'no-cors' })),
                await attempt(fetch(url + '/local/messages', { method: 'DELETE' })),
                await attempt(fetch(url + '/local/faults', { method: 'POST', mode: 'no-cors', body: '{"status":503}' })),
                await streaming,
              ];
            }
            """, DataPlane.Url);
        Assert.Equal(["failed", "failed", "failed", "failed", "failed"], outcomes);
        Assert.Equal((1, 0), (DataPlane.Messages.Count, DataPlane.Faults.Count));
    }

    void ExpectLostConnection()
    {
        ExpectedProblems.Add("ERR_CONNECTION_REFUSED");
        ExpectedProblems.Add("ERR_CONNECTION_RESET");
        ExpectedProblems.Add("ERR_INCOMPLETE_CHUNKED_ENCODING");
    }
}
