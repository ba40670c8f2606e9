using System.Net;
using System.Text;
using System.Text.Json;
using RudderStack.Local;

namespace EndToEnd.Tests.Samples;

/// <summary>The shop as a visitor without JavaScript uses it.</summary>
public sealed class ShopTests
{
    static readonly string[] Reported =
    [
        "page Products", "track Product Added", "page Cart", "page Products", "track Product Added", "page Cart", "page Sign up",
        "identify", "group pizza-co", "page Checkout", "track Checkout Started", "track Order Completed", "page Thank you",
    ];

    [Fact]
    public async Task APurchaseArrivesCompleteAndInOrder()
    {
        await using var shop = await Shop.StartAsync();
        using var visitor = new ShopVisitor(shop.Url);

        await BuyAsync(visitor);
        var messages = await shop.StoredAsync(Reported.Length);

        Assert.Equal(Reported, messages.Select(Name));
        CheckIds(messages, visitor.Cookies);
        CheckContext(messages);
        CheckContents(messages);
        Assert.Contains($"href=\"{shop.LiveEvents}\"", visitor.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDataPlaneThatTheConfigurationNamesGetsEverythingWhenTheShopStops()
    {
        await using var dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = ["another-key"], Plan = Path.Combine(SampleProcess.FolderOf("WebShop"), "tracking") });
        await using var shop = await Shop.StartAsync(
            ("Logging__RudderStack__WriteKey", "another-key"),
            ("Logging__RudderStack__DataPlaneUrl", dataPlane.Url),
            ("Logging__RudderStack__Sink__Interval", "01:00:00"));
        using var visitor = new ShopVisitor(shop.Url);

        await BuyAsync(visitor);
        var run = await shop.StopAsync();

        Assert.Equal(Reported, dataPlane.Messages.Select(Name));
        dataPlane.AssertPlanned();
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.DoesNotContain("Live events", run.Output + visitor.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Watch the events", visitor.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HalfADataPlaneIsAFaultAtStartThatNamesTheOtherHalf()
    {
        var run = await SampleRun.StartAsync("WebShop", ("Logging__RudderStack__WriteKey", "another-key"), ("URLS", "http://127.0.0.1:0"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("DataPlaneUrl", run.Errors + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APortThatIsTakenIsSaidInOneLine()
    {
        await using var other = await LocalDataPlane.StartAsync();
        var run = await SampleRun.StartAsync("WebShop", ("URLS", other.Url));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.Contains(other.Url, run.Errors, StringComparison.Ordinal);
        Assert.Contains("address already in use", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--urls", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/cart/nowhere")]
    [InlineData("/thanks")]
    public async Task APageThatIsNotThereKnowsTheCustomerAndTheCart(string path)
    {
        await using var shop = await Shop.StartAsync();
        using var visitor = new ShopVisitor(shop.Url);
        await SignUpAsync(visitor);
        await visitor.OpenAsync("/");
        await visitor.SubmitAsync("/?handler=Add", ("id", "stone"));

        Assert.Equal(HttpStatusCode.NotFound, await visitor.OpenAsync(path));
        Assert.Contains("Hello, Alex", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("Cart (1)", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("Sign out", visitor.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVisitorWhoseFirstPageIsNotThereGetsOneId()
    {
        await using var shop = await Shop.StartAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(shop.Url + "/nowhere");

        Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("rl_anonymous_id=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoeverSignsOutIsForgotten()
    {
        await using var shop = await Shop.StartAsync();
        using var visitor = new ShopVisitor(shop.Url);
        await SignUpAsync(visitor);
        await visitor.OpenAsync("/");
        await visitor.SubmitAsync("/?handler=Add", ("id", "stone"));
        await visitor.SubmitAsync("/sign-out");

        Assert.Equal("/", visitor.Path);
        Assert.DoesNotContain("Hello", visitor.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Cart (", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("Sign up", visitor.Html, StringComparison.Ordinal);
        Assert.Null(visitor.Cookies["rl_user_id"]);

        var messages = (await shop.StoredAsync(8)).Select(message => (Name(message), HasUser: Text(message, "userId") is not null, Visitor: Text(message, "anonymousId"))).ToArray();
        Assert.Equal(
            [("identify", true), ("page Products", true), ("page Products", true), ("track Product Added", true), ("page Cart", true), ("track Signed Out", true), ("page Products", false)],
            messages.Skip(1).Select(message => (message.Item1, message.HasUser)));
        Assert.Single(messages.Select(message => message.Visitor).Distinct());
    }

    [Fact]
    public async Task TheIdsOfTheJavaScriptSdkAreKept()
    {
        await using var shop = await Shop.StartAsync();
        using var visitor = new ShopVisitor(shop.Url);
        visitor.SetCookie("rl_anonymous_id", "RS_ENC_v3_InZpc2l0b3ItMSI%3D");
        visitor.SetCookie("rl_user_id", "RS_ENC_v3_InVzZXItMSI%3D");

        await visitor.OpenAsync("/");
        var message = Assert.Single(await shop.StoredAsync(1));

        Assert.Equal(("visitor-1", "user-1"), (message.GetProperty("anonymousId").GetString(), message.GetProperty("userId").GetString()));
        Assert.Equal("RS_ENC_v3_InZpc2l0b3ItMSI%3D", visitor.Cookies["rl_anonymous_id"]!.Value);
    }

    [Fact]
    public async Task WhatVisitorsWriteIsShownAsText()
    {
        const string Script = "<script>alert(1)</script>\"'";
        await using var shop = await Shop.StartAsync();
        using var visitor = new ShopVisitor(shop.Url);

        await visitor.OpenAsync($"/sign-up?returnUrl={Uri.EscapeDataString(Script)}");
        Assert.DoesNotContain("<script", visitor.Html, StringComparison.Ordinal);
        await visitor.SubmitAsync("/sign-up", ("Input.Name", Script), ("Input.Email", Script));
        Assert.Contains("This is no e-mail address.", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", visitor.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", visitor.Html, StringComparison.Ordinal);
        await visitor.SubmitAsync("/sign-up", ("Input.Name", Script), ("Input.Email", "alex@example.com"), ("returnUrl", "https://elsewhere.example/"));
        Assert.Equal("/", visitor.Path);
        Assert.Contains("Hello, &lt;script&gt;", visitor.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", visitor.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FormsFromElsewhereAreRefusedAndShowNothing()
    {
        await using var shop = await Shop.StartAsync();
        using var visitor = new ShopVisitor(shop.Url);
        await visitor.OpenAsync("/");

        foreach (var path in new[] { "/?handler=Add", "/cart?handler=Remove", "/sign-up", "/checkout", "/sign-out" })
            Assert.Equal(HttpStatusCode.BadRequest, await visitor.SendWithoutTokenAsync(path, ("id", "stone"), ("Input.Name", "Alex"), ("Input.Email", "alex@example.com")));
        await visitor.OpenAsync("/cart");

        Assert.Equal(["page Products", "page Cart"], (await shop.StoredAsync(2)).Select(Name));
    }

    [Fact]
    public async Task WhatLeavesTheCartIsReportedOnce()
    {
        await using var shop = await Shop.StartAsync();
        using var visitor = new ShopVisitor(shop.Url);
        await visitor.OpenAsync("/");
        await visitor.SubmitAsync("/?handler=Add", ("id", "peel"));
        await visitor.OpenAsync("/");
        await visitor.SubmitAsync("/?handler=Add", ("id", "peel"));

        await visitor.SubmitAsync("/cart?handler=Remove", ("id", "peel"));
        await visitor.OpenAsync("/");
        await visitor.SubmitAsync("/cart?handler=Remove", ("id", "peel"));
        Assert.Contains("There is nothing in it yet.", visitor.Html, StringComparison.Ordinal);

        var removed = (await shop.StoredAsync(10)).Where(message => Name(message) == "track Product Removed");
        Assert.Equal(2, Assert.Single(removed).GetProperty("properties").GetProperty("quantity").GetInt32());
    }

    static async Task SignUpAsync(ShopVisitor visitor)
    {
        await visitor.OpenAsync("/sign-up");
        await visitor.SubmitAsync("/sign-up", ("Input.Name", "Alex"), ("Input.Email", "alex@example.com"));
    }

    static async Task BuyAsync(ShopVisitor visitor)
    {
        await visitor.OpenAsync("/");
        await visitor.SubmitAsync("/?handler=Add", ("id", "stone"));
        await visitor.OpenAsync("/");
        await visitor.SubmitAsync("/?handler=Add", ("id", "tomatoes"));
        await visitor.OpenAsync("/checkout");
        Assert.Equal("/sign-up", visitor.Path);
        await visitor.SubmitAsync(
            "/sign-up", ("Input.Name", "Alex Keener"), ("Input.Email", "alex@example.com"), ("Input.Company", "Pizza Co."), ("returnUrl", "/checkout"));
        Assert.Equal("/checkout", visitor.Path);
        await visitor.SubmitAsync("/checkout", ("Address", "1 Secret Street"));
        Assert.StartsWith("/thanks/F-", visitor.Path, StringComparison.Ordinal);
    }

    static void CheckIds(IReadOnlyList<JsonElement> messages, CookieCollection cookies)
    {
        Assert.Equal([IdIn(cookies["rl_anonymous_id"])], messages.Select(message => Text(message, "anonymousId")).Distinct());

        var signedUp = Array.IndexOf(Reported, "identify");
        Assert.Equal([null], messages.Take(signedUp).Select(message => Text(message, "userId")).Distinct());
        Assert.Equal([IdIn(cookies["rl_user_id"])], messages.Skip(signedUp).Select(message => Text(message, "userId")).Distinct());
    }

    static void CheckContext(IReadOnlyList<JsonElement> messages)
    {
        Assert.All(messages, message =>
        {
            var context = message.GetProperty("context");
            Assert.Equal(("127.0.0.1", ShopVisitor.UserAgent), (Text(context, "ip"), Text(context, "userAgent")));
            Assert.Equal("WebShop", Text(context.GetProperty("app"), "name"));
        });
        Assert.Equal(
            ["/", "/", "/cart", "/", "/", "/cart", "/sign-up", "/sign-up", "/sign-up", "/checkout", "/checkout", "/checkout"],
            messages.Take(Reported.Length - 1).Select(message => Text(message.GetProperty("context").GetProperty("page"), "path")));
    }

    static void CheckContents(IReadOnlyList<JsonElement> messages)
    {
        var traits = messages.Single(message => Name(message) == "identify").GetProperty("traits");
        Assert.Equal(("Alex Keener", "alex@example.com"), (Text(traits, "name"), Text(traits, "email")));
        Assert.Equal("""{"name":"Pizza Co."}""", messages.Single(message => Text(message, "type") == "group").GetProperty("traits").GetRawText());

        var order = messages.Single(message => Name(message) == "track Order Completed").GetProperty("properties");
        Assert.StartsWith("F-", Text(order, "order_id"), StringComparison.Ordinal);
        Assert.Equal((44.2m, 39.3m, 39.3m, 4.9m, "EUR"), (Number(order, "total"), Number(order, "subtotal"), Number(order, "revenue"), Number(order, "shipping"), Text(order, "currency")));
        Assert.Equal(
            [
                """{"product_id":"stone","sku":"FO-1001","name":"Pizza stone","category":"Tools","price":34.9,"quantity":1}""",
                """{"product_id":"tomatoes","sku":"FO-2002","name":"San Marzano tomatoes","category":"Larder","price":4.4,"quantity":1}""",
            ],
            order.GetProperty("products").EnumerateArray().Select(product => product.GetRawText()));
        Assert.DoesNotContain("Secret Street", string.Concat(messages), StringComparison.Ordinal);
    }

    static string Name(JsonElement message) => string.Join(
        ' ', new[] { "type", "event", "name", "groupId" }.Select(member => Text(message, member)).Where(text => text is not null));

    static string? Text(JsonElement message, string member) => message.TryGetProperty(member, out var value) ? value.GetString() : null;

    static decimal Number(JsonElement message, string member) => message.GetProperty(member).GetDecimal();

    // As RudderStack's JavaScript SDK reads it.
    static string? IdIn(Cookie? cookie)
    {
        var value = Uri.UnescapeDataString(cookie!.Value);
        Assert.StartsWith("RS_ENC_v3_", value, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<string>(Encoding.UTF8.GetString(Convert.FromBase64String(value["RS_ENC_v3_".Length..])));
    }
}
