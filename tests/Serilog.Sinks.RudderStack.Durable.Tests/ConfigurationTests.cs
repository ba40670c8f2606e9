using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RudderStack.Local;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>The outbox from code, from the <c>Serilog</c> section, and from <c>Logging:RudderStack</c>.</summary>
public sealed class ConfigurationTests : DurableTest
{
    [Fact]
    public async Task FromTheSerilogSection()
    {
        using (var logger = new LoggerConfiguration().ReadFrom.Configuration(Configuration($$"""
            { "Serilog": { "Using": ["Serilog.Sinks.RudderStack.Durable"], "WriteTo": [{ "Name": "DurableRudderStack", "Args": {
                "writeKey": "{{WriteKey}}", "dataPlaneUrl": "{{DataPlane.Url}}", "path": "{{OutboxPath}}",
                "outbox": { "Name": "shop", "SizeLimitBytes": "2000000", "AgeLimit": "1.00:00:00", "Durability": "PowerLoss" },
                "options": { "BatchSize": "5", "Interval": "00:00:00.1" } } }] } }
            """)).CreateLogger())
        {
            LogMany(logger, 0, 20);
            await FlushAsync();
        }

        Assert.Equal(20, Arrived().Count);
        Assert.Equal(1, Rows("outboxes WHERE name = 'shop'"));
    }

    [Theory]
    [InlineData("\"outbox\": { \"Size\": 1 }", "Serilog:WriteTo:0:Args:outbox:Size is no option of the outbox; it takes Path, Name, Mode")]
    [InlineData("\"outbox\": { \"Mode\": \"Sometimes\" }", "Serilog:WriteTo:0:Args:outbox:Mode must be Always or OnTrouble.")]
    [InlineData("\"outbox\": { \"AgeLimit\": \"7\" }", "Serilog:WriteTo:0:Args:outbox:AgeLimit must be a time")]
    [InlineData("\"outbox\": { \"SizeLimitBytes\": \"1 GB\" }", "Serilog:WriteTo:0:Args:outbox:SizeLimitBytes must be a number of bytes.")]
    [InlineData("\"outbox\": { \"SizeLimitBytes\": \"5\" }", "SizeLimitBytes is 5; it must be at least 1048576.")]
    [InlineData("\"outbox\": { \"Name\": \"a b\" }", "Name must have 1 to 64 letters, digits, hyphens and underscores.")]
    [InlineData("\"outbox\": { \"Durability\": [1] }", "Serilog:WriteTo:0:Args:outbox:Durability is a section or a list; write a value.")]
    [InlineData("\"outbocks\": \"x\"", "Serilog:WriteTo:0:Args:outbocks is no argument of WriteTo.DurableRudderStack; it takes writeKey, dataPlaneUrl, path, outbox, options")]
    [InlineData("\"options\": { \"BatchSize\": \"many\" }", "Serilog:WriteTo:0:Args:options:BatchSize")]
    public void WhatIsWrongInTheSerilogSectionIsNamed(string setting, string fault)
    {
        var configuration = Configuration($$"""
            { "Serilog": { "Using": ["Serilog.Sinks.RudderStack.Durable"], "WriteTo": [{ "Name": "DurableRudderStack", "Args": {
                "writeKey": "{{WriteKey}}", "dataPlaneUrl": "{{DataPlane.Url}}", "path": "{{OutboxPath}}", {{setting}} } }] } }
            """);
        var exception = Assert.ThrowsAny<Exception>(() => new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger());

        Assert.Contains(fault, exception.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(OutboxPath));
    }

    [Theory]
    [InlineData(null, "path is missing; give the path of the outbox's file.")]
    [InlineData("", "path is missing; give the path of the outbox's file.")]
    [InlineData("/", "path is a folder, or no path at all; give the path of a file.")]
    public void ThePathMustBeOne(string? path, string fault)
    {
        var exception = Assert.Throws<ArgumentException>(() => new LoggerConfiguration().WriteTo.DurableRudderStack(WriteKey, DataPlane.Url, path!));

        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASinkThatIsSwitchedOffOpensNoFile()
    {
        using var logger = new LoggerConfiguration().WriteTo.DurableRudderStack("", "", OutboxPath, static options => options.Enabled = false).CreateLogger();
        Log(logger, "m0");

        Assert.False(File.Exists(OutboxPath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FromTheLoggingSectionOrFromCode(bool inCode)
    {
        Closed();
        using (var host = await StartAsync(inCode ? "" : $$""", "Outbox": { "Path": "{{OutboxPath}}", "Name": "web" }""", inCode ? OutboxPath : null))
        {
            var logger = host.Services.GetRequiredService<ILogger<ConfigurationTests>>();
            for (var i = 0; i < 20; i++)
                logger.LogInformation("{EventType} {Event} {UserId}", "track", "Order Completed", "user-1");
            Assert.Equal(20, Rows("messages"));
            Assert.Equal(inCode ? 0 : 1, Rows("outboxes WHERE name = 'web'"));
        }

        DataPlane.Faults.Clear();
        using (await StartAsync(inCode ? "" : $$""", "Outbox": { "Path": "{{OutboxPath}}", "Name": "web" }""", inCode ? OutboxPath : null))
            await DataPlane.WaitForMessagesAsync(20, new CancellationTokenSource(Soon).Token);
    }

    [Fact]
    public async Task AHostStopsInSecondsWhateverIsStored()
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        using var host = await StartAsync("", OutboxPath);
        var logger = host.Services.GetRequiredService<ILogger<ConfigurationTests>>();
        for (var i = 0; i < 20; i++)
            logger.LogInformation("{EventType} {Event} {UserId}", "track", "Order Completed", "user-1");
        var start = TimeProvider.System.GetTimestamp();
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(20, Rows("messages"));
    }

    [Fact]
    public async Task WhatIsWrongInTheLoggingSectionEndsTheStart()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(""", "Outbox": { "Mode": "Never" }""", path: null));

        Assert.Contains("Logging:RudderStack:Outbox:Mode must be Always or OnTrouble.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("path is missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostWhoseSinkIsSwitchedOffNeedsNoPath()
    {
        using var host = await StartAsync("", path: null, enabled: false);

        Assert.NotNull(host);
    }

    [Fact]
    public async Task TheDelegateOfTheOutboxRunsOnce()
    {
        var calls = 0;
        using var host = await StartAsync("", OutboxPath, configure: _ => calls++);

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task ASectionWithoutThePackageIsNamed()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(""", "Outbox": { "Path": "x.db" }""", path: null, durable: false));

        Assert.Contains("Logging:RudderStack:Outbox needs the package Serilog.Sinks.RudderStack.Durable and a call of UseDurableOutbox.", exception.Message, StringComparison.Ordinal);
    }

    async Task<IHost> StartAsync(string outbox, string? path, bool durable = true, bool enabled = true, Action<RudderStackOutboxOptions>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""
            { "Logging": { "RudderStack": { "WriteKey": "{{WriteKey}}", "DataPlaneUrl": "{{DataPlane.Url}}", "Sink": { "Interval": "00:00:00.1", "ShutdownStallTimeout": "00:01:00", "Enabled": "{{enabled}}" }{{outbox}} } } }
            """)));
        builder.Logging.ClearProviders().AddRudderStack();
        if (durable)
            builder.Logging.UseDurableOutbox(path, configure);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    static IConfiguration Configuration(string json) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
}
