using EndToEnd.Tests.Support;
using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace EndToEnd.Tests.Configuration;

public sealed class ConfigurationTests : EndToEndTest
{
    [Fact]
    public async Task ASinkFromJsonDelivers()
    {
        var log = FromJson("WriteTo", """
            "interval": "01:00:00", "disableGzip": true, "options": { "PropertyNaming": "CamelCase", "DefaultAnonymousId": "fixed",
            "DefaultContext": { "app.name": "Shop" }, "DefaultIntegrations": { "All": true, "A.B": "false" }, "UserIdProperty": "Customer" }
            """);
        log.ForContext("EventType", "track").ForContext("Customer", "user-1").Information("Order Completed {OrderId}", 42);
        await FlushAsync();

        var message = Assert.Single(DataPlane.Messages);
        Assert.Equal("user-1", message.GetProperty("userId").GetString());
        Assert.Equal("Shop", message.GetProperty("context").GetProperty("app").GetProperty("name").GetString());
        Assert.Equal("""{"A.B":false,"All":true}""", message.GetProperty("integrations").GetRawText());
        Assert.Equal("""{"orderId":42}""", message.GetProperty("properties").GetRawText());
        Assert.False(Assert.Single(DataPlane.Requests).Headers.ContainsKey("Content-Encoding"));
    }

    [Fact]
    public void AnAuditSinkFromJsonDelivers()
    {
        FromJson("AuditTo", """ "options": { "RequestTimeout": "00:00:05" } """).LogTrack("Audited");

        Assert.Equal(["Audited"], Stored("event"));
    }

    [Theory]
    [InlineData("WriteTo")]
    [InlineData("AuditTo")]
    public async Task ADisabledSinkDoesNothing(string method)
    {
        WithoutCallbacks();
        var configuration = new LoggerConfiguration();
        var log = Keep((method == "WriteTo"
            ? configuration.WriteTo.RudderStack("", "", options => options.Enabled = false)
            : configuration.AuditTo.RudderStack("", "", options => options.Enabled = false)).CreateLogger());
        log.LogTrack("Unsent");

        Assert.Equal(0, (await FlushAsync()).Accepted);
    }

    [Fact]
    public void AllFaultsAreReportedAtOnceAndNoneShowsTheKey()
    {
        var thrown = Assert.Throws<ArgumentException>(() => new LoggerConfiguration().WriteTo.RudderStack(WriteKey + " with a space", "ftp://shop", options =>
        {
            options.BatchSize = 0;
            options.Interval = TimeSpan.FromDays(30);
        }));

        foreach (var option in new[] { "writeKey", "dataPlaneUrl", "BatchSize", "Interval", "00:00:30" })
            Assert.Contains(option, thrown.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(WriteKey, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ftp://shop", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://data-plane.invalid", true)]
    [InlineData("https://data-plane.invalid", false)]
    [InlineData("http://localhost:1", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("http://[::1]:1", false)]
    public void ClearTextToAnotherHostIsWarnedAbout(string url, bool warned)
    {
        CreateLogger(url: url);

        Assert.Equal(warned ? 1 : 0, Reported.Lines.Count(line => line.Contains("https", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[ \"Sku\" ]")]
    public async Task AnEmptyAllowListSendsNoLooseProperty(string list)
    {
        var log = FromJson("WriteTo", $$""" "options": { "PropertyAllowList": {{list}} } """);
        log.ForContext("EventType", "track").ForContext("UserId", "user-1").Information("Order Completed {Sku} {Cost}", "S", 42);
        await FlushAsync();

        var properties = Assert.Single(DataPlane.Messages).TryGetProperty("properties", out var found) ? found.GetRawText() : "{}";
        Assert.Equal(list == "[]" ? "{}" : """{"sku":"S"}""", properties);
    }

    [Fact]
    public async Task ALevelSwitchDecidesAtEachEvent()
    {
        WithoutCallbacks();
        var levelSwitch = new LoggingLevelSwitch(LogEventLevel.Error);
        var log = Keep(new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url, interval: TimeSpan.FromHours(1), levelSwitch: levelSwitch).CreateLogger());
        log.LogTrack("Unheard");
        levelSwitch.MinimumLevel = LogEventLevel.Information;
        log.LogTrack("Heard");
        await FlushAsync();

        Assert.Equal(["Heard"], Stored("event"));
    }

    Logger FromJson(string method, string arguments)
    {
        WithoutCallbacks();
        var json = $$"""
            { "Serilog": { "Using": [ "Serilog.Sinks.RudderStack" ], "{{method}}": [ { "Name": "RudderStack",
              "Args": { "writeKey": "{{WriteKey}}", "dataPlaneUrl": "{{DataPlane.Url}}", {{arguments}} } } ] } }
            """;
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        return Keep(new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger());
    }
}
