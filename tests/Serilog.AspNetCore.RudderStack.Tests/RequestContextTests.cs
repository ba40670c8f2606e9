using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Serilog.AspNetCore.RudderStack.Tests.Support;

namespace Serilog.AspNetCore.RudderStack.Tests;

public sealed class RequestContextTests
{
    [Fact]
    public async Task ARequestGivesIpUserAgentPathAndReferrer()
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(
            log => log.Track("user-1", "Order Completed", new { OrderId = 42 }),
            "/orders/42",
            ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"),
            ("Referer", "https://shop.example/cart"));

        Assert.Equal(
            """{"ip":"127.0.0.1","userAgent":"Mozilla/5.0 (X11; Linux x86_64)","page":{"path":"/orders/42","referrer":"https://shop.example/cart"}}""",
            message.Context());
        Assert.Equal("Serilog.Sinks.RudderStack", message.At("context.library.name"));
        Assert.Equal("""{"order_id":42}""", message.At("properties"));
    }

    [Fact]
    public async Task AHeaderThatCameSeveralTimesIsAnArrayAsAnyStringValuesIs()
    {
        await using var site = await Site.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            context.Request.Headers.UserAgent = new(["Browser", " ", "Proxy"]);
            context.Request.Headers.Referer = new(["https://a.example/?q=1", "https://b.example/#x"]);
            return next(context);
        }));

        var message = await site.MessageAsync(log => log.Track("user-1", "Asked"), "/");

        Assert.Equal("""{"ip":"127.0.0.1","userAgent":["Browser","Proxy"],"page":{"path":"/","referrer":["https://a.example/","https://b.example/"]}}""", message.Context());
    }

    [Fact]
    public async Task WhatARequestDoesNotSayIsLeftOut()
    {
        await using var site = await Site.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = null;
            return next(context);
        }));

        var message = await site.MessageAsync(log => log.Track("user-1", "Asked"), "/", ("User-Agent", "  "), ("Referer", ""));

        Assert.Equal("""{"page":{"path":"/"}}""", message.Context());
        Assert.Null(message.At("anonymousId"));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("fe80::1%3", "fe80::1")]
    public async Task TheIpIsPlain(string address, string expected)
    {
        await using var site = await Site.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return next(context);
        }));

        Assert.Equal(expected, (await site.MessageAsync(log => log.Track("user-1", "Asked"), "/")).At("context.ip"));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    public async Task ForwardedHeadersCountNothingByThemselves(string header, string value)
    {
        await using var site = await Site.StartAsync();

        Assert.Equal("127.0.0.1", (await site.MessageAsync(log => log.Track("user-1", "Asked"), "/", (header, value))).At("context.ip"));
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7")]
    [InlineData("10.0.0.1", "127.0.0.1")]
    public async Task ForwardedHeadersCountFromTheProxiesThatTheHostTrusts(string proxy, string expected)
    {
        await using var site = await Site.StartAsync(pipeline: app =>
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            options.KnownProxies.Add(IPAddress.Parse(proxy));
            app.UseForwardedHeaders(options);
        });

        Assert.Equal(expected, (await site.MessageAsync(log => log.Track("user-1", "Asked"), "/", ("X-Forwarded-For", "203.0.113.7"))).At("context.ip"));
    }

    [Theory]
    [InlineData("/reset?token=secret", "/reset")]
    [InlineData("/shop/pizza", "/shop/pizza")]
    [InlineData("/shop", "/shop")]
    [InlineData("/k%C3%A4se/a%20b", "/k%C3%A4se/a%20b")]
    public async Task ThePathIsAsTheBrowserShowsItWithoutItsQuery(string requested, string expected)
    {
        await using var site = await Site.StartAsync(pipeline: app => app.UsePathBase("/shop"));

        var message = await site.MessageAsync(log => log.Track("user-1", "Asked"), requested);

        Assert.Equal(expected, message.At("context.page.path"));
        Assert.DoesNotContain("secret", message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://shop.example/reset?token=secret", "https://shop.example/reset")]
    [InlineData("https://shop.example/reset#secret", "https://shop.example/reset")]
    [InlineData("https://www.example/", "https://www.example/")]
    public async Task TheReferrerHasNoQueryEither(string header, string expected)
    {
        await using var site = await Site.StartAsync();

        Assert.Equal(expected, (await site.MessageAsync(log => log.Track("user-1", "Asked"), "/", ("Referer", header))).At("context.page.referrer"));
    }

    [Fact]
    public async Task LongHeadersAreCut()
    {
        await using var site = await Site.StartAsync();
        var dropped = new string('x', 32 * 1024);

        var message = await site.MessageAsync(
            log => log.Track("user-1", "Asked"),
            "/" + new string('p', 5000),
            ("User-Agent", dropped),
            ("Referer", "https://www.example/" + dropped),
            ("Cookie", $"rl_anonymous_id={dropped}; rl_user_id={dropped}"));

        Assert.Equal(new string('x', 512), message.At("context.userAgent"));
        Assert.Equal("/" + new string('p', 1023), message.At("context.page.path"));
        Assert.Equal("https://www.example/" + new string('x', 1004), message.At("context.page.referrer"));
        Assert.Null(message.At("anonymousId"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task EachLimitHoldsToTheCharacter(int over)
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(
            log => log.Track("user-1", "Asked"),
            "/" + new string('p', 1023 + over),
            ("User-Agent", new string('x', 512 + over)),
            ("Referer", "https://www.example/" + new string('r', 1004 + over)));

        var missing = Math.Min(over, 0);
        Assert.Equal(new string('x', 512 + missing), message.At("context.userAgent"));
        Assert.Equal("/" + new string('p', 1023 + missing), message.At("context.page.path"));
        Assert.Equal("https://www.example/" + new string('r', 1004 + missing), message.At("context.page.referrer"));
    }

    // A browser's headers are ASCII; what else comes must not make an event too large, nor leave half a character.
    [Theory]
    [InlineData("\u0001")]
    [InlineData("\u20ac")]
    [InlineData("\U0001f355")]
    public async Task HeadersOfCostlyCharactersDoNotMakeAnEventOversize(string character)
    {
        await using var site = await Site.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            var many = "x" + new StringBuilder().Insert(0, character, 20_000);
            context.Request.Headers.UserAgent = many;
            context.Request.Headers.Referer = many;
            context.Request.Path = "/" + many;
            return next(context);
        }));

        var message = await site.MessageAsync(log => log.Track("user-1", "Asked"), "/");

        Assert.InRange(message.ToString().Length, 0, 16 * 1024);
        Assert.StartsWith("x" + character, message.At("context.userAgent"), StringComparison.Ordinal);
        Assert.EndsWith(character, message.At("context.userAgent"), StringComparison.Ordinal);
    }
}
