using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Browser.Tests.Chromium;

/// <summary>
/// A test in a fresh browser context. When it has ended, no page that it opened may have had a script error, a console
/// error or a violation of its Content-Security-Policy, unless <see cref="ExpectedProblems"/> names it.
/// </summary>
[Collection(SharedChromium.Name)]
public abstract class BrowserTest : IAsyncLifetime
{
    readonly ChromiumBrowser _browser;
    readonly ConcurrentQueue<string> _problems = new();

    protected BrowserTest(ChromiumBrowser browser) => _browser = browser;

    protected IBrowserContext Context { get; private set; } = null!;

    /// <summary>Parts of the texts of problems that the test brings about itself.</summary>
    protected IList<string> ExpectedProblems { get; } = [];

    /// <summary>What the context is made with: window size, colour scheme and the like.</summary>
    protected virtual BrowserNewContextOptions ContextOptions => new() { ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, Locale = "en-GB", TimezoneId = "UTC" };

    public virtual async Task InitializeAsync()
    {
        Context = await _browser.NewContextAsync(ContextOptions);
        Context.Page += (_, page) => page.PageError += (_, error) => _problems.Enqueue(error);
        Context.Console += (_, message) =>
        {
            // Chromium reports violations of the policy here, too.
            if (message.Type == "error")
                _problems.Enqueue($"{message.Text} ({message.Location})");
        };
    }

    /// <summary>A new page of the test's context, at this address.</summary>
    protected async Task<IPage> OpenAsync(string url)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync(url);
        return page;
    }

    public virtual async Task DisposeAsync()
    {
        await Context.DisposeAsync();
        Assert.All(_problems, problem => Assert.Contains(ExpectedProblems, expected => problem.Contains(expected, StringComparison.Ordinal)));
    }
}
