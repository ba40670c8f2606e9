using System.Text.Json;
using Browser.Tests.Chromium;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ShopProcess = EndToEnd.Tests.Samples.Shop;

namespace Browser.Tests.Shop;

/// <summary>The shop in a browser, its events on the live page beside it.</summary>
public sealed class ShopTests(ChromiumBrowser browser) : BrowserTest(browser)
{
    const string Markup = "<img src=x onerror=alert(1)>";

    // Oldest first, as type and name; the live page shows the newest first.
    static readonly (string Type, string Name)[] Reported =
    [
        ("page", "Shop / Products"), ("track", "Product Added"), ("page", "Shop / Cart"),
        ("page", "Shop / Products"), ("track", "Product Added"), ("page", "Shop / Cart"),
        ("page", "Shop / Sign up"), ("identify", ""), ("group", "pizza-co"),
        ("page", "Shop / Checkout"), ("track", "Checkout Started"), ("track", "Order Completed"), ("page", "Shop / Thank you"),
    ];

    [Fact]
    public async Task ASignUpAndAPurchaseAppearAsTheyHappenCompleteAndInOrder()
    {
        await using var process = await ShopProcess.StartAsync();
        var live = await OpenAsync(process.LiveEvents!);
        await Assertions.Expect(live.Locator("#connection")).ToHaveTextAsync("Live");
        var shop = await OpenAsync(process.Url);
        await Assertions.Expect(shop.GetByText("Watch the events arrive")).ToHaveAttributeAsync("href", process.LiveEvents!);

        await BuyAsync(shop);

        await Assertions.Expect(live.Locator("#message-list > li .name")).ToHaveTextAsync(Reported.Reverse().Select(reported => reported.Name));
        await Assertions.Expect(live.Locator("#message-list > li .type")).ToHaveTextAsync(Reported.Reverse().Select(reported => reported.Type));
        await CheckOrderAsync(live);
        Assert.Equal(0, await live.Locator("#message-list img").CountAsync());

        // Before the shop ends, and with it the data plane that the page listens to.
        await live.CloseAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task EveryPageOfTheShopIsAccessibleAndFitsTheWindow(ColorScheme scheme, int width)
    {
        await using var process = await ShopProcess.StartAsync();
        var shop = await OpenAsync(process.Url);
        await shop.SetViewportSizeAsync(width, 844);
        await shop.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });

        await BuyAsync(shop, async () =>
        {
            var found = await shop.RunAxe();
            Assert.Equal("", string.Join('\n', found.Violations.Select(violation => $"{shop.Url}: {violation.Id} {string.Join(", ", violation.Nodes.Select(node => node.Html))}")));
            Assert.Equal(0, await shop.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        });
    }

    [Fact]
    public async Task AThumbHitsWhatItMeansOnAPhone()
    {
        ExpectedProblems.Add("404");
        await using var process = await ShopProcess.StartAsync();
        var shop = await OpenAsync(process.Url);
        await shop.SetViewportSizeAsync(390, 844);

        await BuyAsync(shop, CheckAsync);
        await shop.GotoAsync(process.Url + "/nowhere");
        await CheckAsync();

        async Task CheckAsync() => Assert.Empty(await shop.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')]
              .filter(element => !element.matches('.skip'))
              .map(element => ({ element, box: element.getBoundingClientRect() }))
              .filter(({ box }) => box.width < 44 || box.height < 44)
              .map(({ element, box }) => `${location.pathname}: ${element.outerHTML} ${box.width} x ${box.height}`)
            """));
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task TheCheckoutsTotalsStandBesideItsFormWhereThereIsRoom(int width, bool isBeside)
    {
        await using var process = await ShopProcess.StartAsync();
        var shop = await OpenAsync(process.Url);
        await shop.SetViewportSizeAsync(width, 844);
        var wereSeen = false;

        await BuyAsync(shop, async () =>
        {
            if (!shop.Url.EndsWith("/checkout", StringComparison.Ordinal))
                return;
            var totals = (await shop.Locator(".totals").BoundingBoxAsync())!;
            var form = (await shop.Locator("form.fields").BoundingBoxAsync())!;
            var order = (await shop.Locator(".checkout section").BoundingBoxAsync())!;
            wereSeen = true;
            Assert.Equal(isBeside, totals.X + totals.Width <= form.X && Math.Abs(order.Y - form.Y) < 1);
            Assert.True(isBeside || totals.Y + totals.Height <= form.Y);
            Assert.InRange(form.Y + form.Height, 0, 844);
        });
        Assert.True(wereSeen);
    }

    [Fact]
    public async Task ACustomerSignsOutFromAnyPage()
    {
        ExpectedProblems.Add("404");
        await using var process = await ShopProcess.StartAsync();
        var shop = await OpenAsync(process.Url);
        await BuyAsync(shop);
        await shop.GotoAsync(process.Url + "/nowhere");
        await shop.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Assertions.Expect(shop.GetByRole(AriaRole.Link, new() { Name = "Sign up" })).ToBeVisibleAsync();
        await Assertions.Expect(shop.GetByText("Hello,")).ToHaveCountAsync(0);
    }

    /// <summary>Puts two things into the cart, signs up and pays; calls back on each page.</summary>
    static async Task BuyAsync(IPage shop, Func<Task>? onPage = null)
    {
        onPage ??= () => Task.CompletedTask;
        await onPage();
        await Button("Add to cart: Pizza stone").ClickAsync();
        await onPage();
        await shop.GetByRole(AriaRole.Link, new() { Name = "Go on shopping" }).ClickAsync();
        await Button("Add to cart: San Marzano tomatoes").ClickAsync();
        await shop.GetByRole(AriaRole.Link, new() { Name = "To checkout" }).ClickAsync();
        await onPage();
        await shop.GetByLabel("Name").FillAsync(Markup);
        await shop.GetByLabel("E-mail").FillAsync("alex@example.com");
        await shop.GetByLabel("Company").FillAsync("Pizza Co.");
        await Button("Sign up").ClickAsync();
        await Assertions.Expect(shop.GetByText($"Hello, {Markup}")).ToBeVisibleAsync();
        await onPage();
        await shop.GetByLabel("Where shall it go?").FillAsync("1 Pizza Street");
        await Button("Buy for € 44.20").ClickAsync();
        await Assertions.Expect(shop.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Thank you!");
        await onPage();

        ILocator Button(string name) => shop.GetByRole(AriaRole.Button, new() { Name = name });
    }

    // What the page shows on click is the whole message.
    static async Task CheckOrderAsync(IPage live)
    {
        var row = live.Locator("#message-list > li").Filter(new() { HasText = "Order Completed" });
        await row.Locator("button.message").ClickAsync();
        var message = JsonElement.Parse((await row.Locator("pre").TextContentAsync())!);

        var properties = message.GetProperty("properties");
        Assert.Equal(["stone", "tomatoes"], properties.GetProperty("products").EnumerateArray().Select(product => product.GetProperty("product_id").GetString()));
        Assert.Equal((44.2m, "EUR"), (properties.GetProperty("total").GetDecimal(), properties.GetProperty("currency").GetString()));
        var context = message.GetProperty("context");
        Assert.Equal(("127.0.0.1", "/checkout"), (context.GetProperty("ip").GetString(), context.GetProperty("page").GetProperty("path").GetString()));
        Assert.EndsWith("/checkout", context.GetProperty("page").GetProperty("referrer").GetString(), StringComparison.Ordinal);
        Assert.Contains("Chrome", context.GetProperty("userAgent").GetString(), StringComparison.Ordinal);
    }
}
