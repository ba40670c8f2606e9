namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public class CountSinksTests
{
    [Theory]
    [InlineData("https://plane.example")]
    [InlineData("https://plane.example/")]
    [InlineData("https://PLANE.example/v1/batch")]
    public void SinksOfTheSourceCountHoweverItsUrlIsWritten(string url)
    {
        var key = Guid.NewGuid().ToString();
        using var first = new LoggerConfiguration().WriteTo.RudderStack(key, "https://plane.example").CreateLogger();
        using var second = new LoggerConfiguration().WriteTo.RudderStack(key, "https://plane.example/v1/batch").CreateLogger();
        using var otherPlane = new LoggerConfiguration().WriteTo.RudderStack(key, "https://other.example").CreateLogger();
        using var otherKey = new LoggerConfiguration().WriteTo.RudderStack(key + "2", "https://plane.example").CreateLogger();

        Assert.Equal(2, RudderStackDelivery.CountSinks(key, url));
    }

    [Fact]
    public void OnlyLiveSinksCount()
    {
        var key = Guid.NewGuid().ToString();
        new LoggerConfiguration().WriteTo.RudderStack(key, "https://plane.example").CreateLogger().Dispose();
        using var off = new LoggerConfiguration().WriteTo.RudderStack(key, "https://plane.example", enabled: false).CreateLogger();
        using var audit = new LoggerConfiguration().AuditTo.RudderStack(key, "https://plane.example").CreateLogger();

        Assert.Equal(0, RudderStackDelivery.CountSinks(key, "https://plane.example"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plane.example")]
    public void WhatIsNoUrlCountsNone(string url) => Assert.Equal(0, RudderStackDelivery.CountSinks("key", url));

    [Fact]
    public void NullIsTheCallersFault()
    {
        Assert.Throws<ArgumentNullException>("writeKey", () => RudderStackDelivery.CountSinks(null!, "https://plane.example"));
        Assert.Throws<ArgumentNullException>("dataPlaneUrl", () => RudderStackDelivery.CountSinks("key", null!));
    }
}
