using System.Text;
using Serilog.AspNetCore.RudderStack.Tests.Support;

namespace Serilog.AspNetCore.RudderStack.Tests;

public sealed class BrowserIdTests
{
    const string Id = "0d5bf03e-b9dd-442d-bab9-3f4f59a02173";
    static readonly string Longest = new('i', 256);

    // The cookie as it stands in the header, and the id in it; null when it is ignored.
    public static TheoryData<string, string?> Cookies => new()
    {
        // As the JavaScript SDK writes it.
        { "RS_ENC_v3_IjBkNWJmMDNlLWI5ZGQtNDQyZC1iYWI5LTNmNGY1OWEwMjE3MyI%3D", Id },
        { "RS_ENC_v3_IjBkNWJmMDNlLWI5ZGQtNDQyZC1iYWI5LTNmNGY1OWEwMjE3MyI=", Id },
        { Encoded("\"alex+shop@example.com\""), "alex+shop@example.com" },
        { Encoded("\"\u5c71\u7530\u592a\u90ce\""), "\u5c71\u7530\u592a\u90ce" },
        { Encoded("\"Alex \\\"the\\\" Keener \\u00e9\""), "Alex \"the\" Keener \u00e9" },
        { Encoded($"\"{Longest}\""), Longest },
        // Without its encryption plugin: the bare JSON.
        { $"%22{Id}%22", Id },
        { $"\"{Id}\"", Id },

        // As servers write it: plain text, percent-decoded once.
        { Id, Id },
        { "alex%40example.com", "alex@example.com" },
        { "alex+shop@example.com", "alex+shop@example.com" },
        { "alex%2Bshop%40example.com", "alex+shop@example.com" },
        { "100%25", "100%" },
        { "100%2525", "100%25" },
        { "100%", "100%" },
        { "%E5%B1%B1", "\u5c71" },
        { Longest, Longest },

        // The SDK's own business.
        { "RudderEncrypt%3AU2FsdGVkX1%2B8Du%2BN6F2Wmb80K1xXtkKg7J3QR0yErqY%3D", null },
        { "RudderEncrypt:U2FsdGVkX1+8Du+N6F2Wmb80K1xXtkKg7J3QR0yErqY=", null },
        { "RudderEncrypt%253AU2FsdGVkX1", null },
        { "RS_ENC_v1_IjBkNWJmMDNlIg%3D%3D", null },

        // Nothing usable.
        { "", null },
        { "%20", null },
        { "%22%22", null },
        { "%22abc", null },
        { "RS_ENC_v3_", null },
        { Encoded("\"\""), null },
        { Encoded("\"  \""), null },
        { "RS_ENC_v3_IjBkNWJm***", null },
        { "RS_ENC_v3_abc", null },
        { Encoded("no json"), null },
        { Encoded("42"), null },
        { Encoded("null"), null },
        { Encoded("{\"id\":\"abc\"}"), null },
        { Encoded("\"abc\" \"def\""), null },
        { Encoded("\"\\ud800\""), null },
        { "RS_ENC_v3_" + Convert.ToBase64String([(byte)'"', 0xff, (byte)'"']), null },
        { Longest[1..], Longest[1..] },
        { Longest + "i", null },
        { Encoded($"\"{Longest[1..]}\""), Longest[1..] },

        // The cookie itself, once decoded: 4095, 4096 and 4097 characters.
        { "%22abc%22" + Blanks(4090), "abc" },
        { "%22abc%22" + Blanks(4091), "abc" },
        { "%22abc%22" + Blanks(4092), null },
        { Encoded($"\"{Longest}i\""), null },
        { Encoded("\"abc\"" + new string(' ', 4000)), null },
    };

    [Theory]
    [MemberData(nameof(Cookies))]
    public async Task TheCookiesGiveTheIdsOfTheBrowser(string cookie, string? expected)
    {
        await using var site = await Site.StartAsync(sink: options => options.DefaultAnonymousId = "nobody");

        var anonymous = await site.MessageAsync(log => log.Track(null, "Asked"), "/", ("Cookie", $"other=1; rl_anonymous_id={cookie}; another=2"));
        var known = await site.MessageAsync(log => log.Track(null, "Asked"), "/", ("Cookie", $"rl_user_id={cookie}"));

        Assert.Equal((null, expected ?? "nobody"), (anonymous.At("userId"), anonymous.At("anonymousId")));
        Assert.Equal((expected, expected is null ? "nobody" : null), (known.At("userId"), known.At("anonymousId")));
    }

    // As ASP.NET Core reads cookies: the last of two counts, names have no case, and a broken one spoils only itself.
    [Theory]
    [InlineData("rl_anonymous_id=visitor-1; rl_anonymous_id=visitor-2", "visitor-2")]
    [InlineData("RL_Anonymous_Id=visitor-1", "visitor-1")]
    [InlineData("a=\"; =; ;; rl_anonymous_id=visitor-1; b", "visitor-1")]
    [InlineData("my_rl_anonymous_id=visitor-1", null)]
    [InlineData("rl_anonymous_id_2=visitor-1", null)]
    [InlineData("a=rl_anonymous_id", null)]
    [InlineData("rl_anonymous_id", null)]
    [InlineData("rl_anonymous_id=", null)]
    public async Task TheCookieIsFoundAmongOthers(string header, string? expected)
    {
        await using var site = await Site.StartAsync(sink: options => options.DefaultAnonymousId = "nobody");

        var message = await site.MessageAsync(log => log.Track(null, "Asked"), "/", ("Cookie", header));

        Assert.Equal(expected ?? "nobody", message.At("anonymousId"));
    }

    [Fact]
    public async Task TheIdsOfTheEventWin()
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(log => log.Track("user-1", "Asked", anonymousId: "visitor-1"), "/", ("Cookie", "rl_anonymous_id=visitor-2; rl_user_id=user-2"));

        Assert.Equal(("user-1", "visitor-1"), (message.At("userId"), message.At("anonymousId")));
    }

    [Fact]
    public async Task TheIdsOfTheEventWinWhateverTheirCase()
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(
            log => log.ForContext("EventType", "track").ForContext("userid", 17).ForContext("anonymousID", "visitor-1").Information("Asked"),
            "/",
            ("Cookie", "rl_anonymous_id=visitor-2; rl_user_id=user-2"));

        Assert.Equal(("17", "visitor-1", null), (message.At("userId"), message.At("anonymousId"), message.At("properties")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task ABlankIdOfTheEventIsNone(string? id)
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(
            log => log.ForContext("EventType", "track").ForContext("UserId", id).ForContext("anonymousid", id).Information("Asked"),
            "/",
            ("Cookie", "rl_anonymous_id=visitor-2; rl_user_id=user-2"));

        Assert.Equal(("user-2", "visitor-2"), (message.At("userId"), message.At("anonymousId")));
    }

    [Fact]
    public async Task AnEventWithAUserTakesTheAnonymousIdBesides()
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(log => log.Identify("user-1", new { Plan = "Free" }), "/", ("Cookie", "rl_anonymous_id=visitor-2; rl_user_id=user-2"));

        Assert.Equal(("user-1", "visitor-2"), (message.At("userId"), message.At("anonymousId")));
    }

    [Fact]
    public async Task AnAliasTakesNoUserIdFromTheBrowser()
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(log => log.Alias("user-1", null), "/", ("Cookie", "rl_anonymous_id=visitor-2; rl_user_id=user-1"));

        Assert.Equal((null, "visitor-2", "user-1"), (message.At("userId"), message.At("anonymousId"), message.At("previousId")));
    }

    static string Blanks(int count) => string.Concat(Enumerable.Repeat("%20", count));

    static string Encoded(string json) => "RS_ENC_v3_" + Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)));
}
