using Microsoft.Playwright;

namespace Browser.Tests.Chromium;

/// <summary>One headless Chromium for all tests of the process, with an empty profile.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    static readonly string[] Arguments =
    [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    // Actions and assertions wait for what they need; this bounds the wait when it never comes.
    const float SoonEnoughMilliseconds = 60_000;

    IPlaywright _playwright = null!;
    IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        var binary = ChromiumBinary.Find();
        Assertions.SetDefaultExpectTimeout(SoonEnoughMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = binary,
            Headless = true,
            Args = Arguments,

            // Chromium refuses its sandbox to root.
            ChromiumSandbox = Environment.UserName != "root",
        });
    }

    /// <summary>A context of its own: no cookies, storage or cache of other tests.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(SoonEnoughMilliseconds);
        return context;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
