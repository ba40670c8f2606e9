using Browser.Tests.Chromium;
using Microsoft.Playwright;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace Browser.Tests.Live;

/// <summary>A data plane, a logger that writes to it through the sink, and the live page.</summary>
public abstract class LivePageTest(ChromiumBrowser browser) : BrowserTest(browser)
{
    static readonly HttpClient Client = new();

    protected LocalDataPlane DataPlane { get; private set; } = null!;

    /// <summary>Sends only when flushed.</summary>
    protected Logger Logger { get; private set; } = null!;

    /// <summary>The live page, open and connected.</summary>
    protected IPage Page { get; set; } = null!;

    protected ILocator Messages => Page.Locator("#message-list > li:visible");

    protected ILocator Requests => Page.Locator("#request-list > li:visible");

    /// <summary>What the data plane is started with.</summary>
    protected virtual LocalDataPlaneOptions Options => new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        DataPlane = await LocalDataPlane.StartAsync(Options);
        Logger = new LoggerConfiguration()
            .WriteTo.RudderStack(DataPlane.WriteKey, DataPlane.Url, options =>
            {
                options.Interval = TimeSpan.FromHours(1);
                options.RetryAfter = TimeSpan.FromMilliseconds(10);
            })
            .CreateLogger();
        Page = await OpenAsync(DataPlane.Url);
        await ExpectConnectionAsync("Live");
    }

    public override async Task DisposeAsync()
    {
        DataPlane.Faults.Clear();
        await Logger.DisposeAsync();
        await base.DisposeAsync();
        await DataPlane.DisposeAsync();
    }

    /// <summary>A batch of track messages whose ids stand in their rows, too.</summary>
    protected static string Tracks(params string[] ids) =>
        $$"""{"batch":[{{string.Join(",", ids.Select(id => $$"""{"type":"track","userId":"u-1","event":"{{id}}","messageId":"{{id}}"}"""))}}]}""";

    protected static Task FlushAsync() => RudderStackDelivery.FlushAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);

    protected Task ExpectConnectionAsync(string state) => Assertions.Expect(Page.Locator("#connection")).ToHaveTextAsync(state);

    /// <summary>Exactly so many messages are shown, newest first, each with its text.</summary>
    protected async Task ExpectMessagesAsync(params IReadOnlyCollection<string> texts)
    {
        await Assertions.Expect(Messages).ToHaveCountAsync(texts.Count);
        await Assertions.Expect(Messages).ToContainTextAsync(texts);
    }

    /// <summary>Posts a body as it is, for what the sink would never send.</summary>
    protected async Task PostAsync(string body, string? key = null, string path = "/v1/batch")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, DataPlane.Url + path) { Content = new StringContent(body) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes((key ?? DataPlane.WriteKey) + ":")));
        using var answer = await Client.SendAsync(request);
    }
}
