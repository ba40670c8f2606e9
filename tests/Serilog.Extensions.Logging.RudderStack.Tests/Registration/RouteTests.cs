using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Registration;

/// <summary>With Serilog in the same host an event is sent once, or the host does not start.</summary>
public sealed class RouteTests : LoggingTest
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task SerilogInPlaceOfMicrosoftsLoggersFailsTheStart(bool withSink, bool writeToProviders)
    {
        var fault = await FaultOfAsync(builder => builder.Services.AddSerilog(
            logger => _ = withSink ? logger.WriteTo.RudderStack(WriteKey, DataPlane.Url) : logger,
            writeToProviders: writeToProviders));

        Assert.StartsWith("AddRudderStack has no effect, or sends twice, where Serilog takes the place of Microsoft's loggers (UseSerilog, services.AddSerilog).", fault, StringComparison.Ordinal);
        Assert.Contains("configure WriteTo.RudderStack in Serilog and remove AddRudderStack", fault, StringComparison.Ordinal);
        Assert.Contains("Logging.AddSerilog", fault, StringComparison.Ordinal);
    }

    /// <summary>Who has that sink cannot be known: another host or a test of the same process may.</summary>
    [Fact]
    public async Task ASinkOfSerilogsForTheSameSourceIsNoReason()
    {
        await using var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url + "/v1/batch").CreateLogger();

        await AssertSentOnceAsync(_ => { });
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task AProviderThatWasRemovedAgainIsReportedAtStart(bool isAddedLast, int reported)
    {
        var others = new RecordingProvider();
        var builder = AppSettings.HostWith("{}", logging =>
        {
            if (!isAddedLast)
                AddRudderStack(logging);
            logging.ClearProviders().AddProvider(others);
            if (isAddedLast)
                AddRudderStack(logging);
        });
        using var host = builder.Build();
        await host.StartAsync(SoonEnough.Token);

        Assert.Equal(reported, others.Texts.Count(static text => text.Contains("Call ClearProviders, where it is needed, before AddRudderStack.", StringComparison.Ordinal)));
        Assert.Equal(reported, Reports.Lines.Count(static line => line.Contains("ClearProviders", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AProviderThatIsSwitchedOffMayBeRemoved()
    {
        var builder = AppSettings.HostWith("""{ "Sink": { "Enabled": false } }""");
        builder.Logging.ClearProviders();
        using var host = builder.Build();
        await host.StartAsync(SoonEnough.Token);

        Assert.Empty(Reports.Lines);
    }

    [Fact]
    public async Task SerilogWithoutTheSinkGoesBesideTheProvider()
    {
        await using var serilog = new LoggerConfiguration().CreateLogger();

        await AssertSentOnceAsync(logging => logging.AddSerilog(serilog));
    }

    [Fact]
    public async Task ItsSinkForAnotherSourceGoesBesideTheProvider()
    {
        await using var serilog = new LoggerConfiguration().WriteTo.RudderStack("another-key", DataPlane.Url, options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200)).CreateLogger();

        await AssertSentOnceAsync(logging => logging.AddSerilog(serilog));
    }

    [Fact]
    public async Task AProviderThatIsSwitchedOffIsNoSecondWay()
    {
        var builder = AppSettings.HostWith("""{ "Sink": { "Enabled": false } }""");
        builder.Services.AddSerilog(logger => logger.WriteTo.RudderStack(WriteKey, DataPlane.Url));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredService<ILogger<RouteTests>>().Track("user-1", "Order Completed");
        }

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task WrongOptionsAndASecondWayAreBothReported()
    {
        var builder = AppSettings.HostWith("{}");
        builder.Services.AddSerilog(_ => { });
        using var host = builder.Build();

        var faults = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync(SoonEnough.Token));

        Assert.Contains("WriteKey is empty", faults.Message, StringComparison.Ordinal);
        Assert.Contains("AddRudderStack has no effect", faults.Message, StringComparison.Ordinal);
    }

    async Task<string> FaultOfAsync(Action<HostApplicationBuilder> add)
    {
        var builder = AppSettings.HostWith("{}", logging => AddRudderStack(logging));
        add(builder);
        using var host = builder.Build();
        return (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(SoonEnough.Token))).Message;
    }

    async Task AssertSentOnceAsync(Action<ILoggingBuilder> add)
    {
        using (var host = AppSettings.HostWith("{}", logging =>
        {
            AddRudderStack(logging);
            add(logging);
        }).Build())
        {
            await host.StartAsync(SoonEnough.Token);
            host.Services.GetRequiredService<ILogger<RouteTests>>().Track("user-1", "Order Completed");
            await host.StopAsync(SoonEnough.Token);
        }

        Assert.Equal(["Order Completed"], Stored("event"));
    }
}
