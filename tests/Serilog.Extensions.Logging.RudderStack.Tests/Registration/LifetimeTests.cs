using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Registration;

/// <summary>Whoever owns the loggers delivers what was logged when it ends, with no code of the user's.</summary>
public sealed class LifetimeTests : LoggingTest
{
    [Fact]
    public async Task AHostThatStops()
    {
        var builder = AppSettings.HostWith($$"""{ "WriteKey": "{{WriteKey}}", "DataPlaneUrl": "{{DataPlane.Url}}", "Sink": { "Interval": "01:00:00" } }""");
        builder.Services.AddHostedService<Shop>();

        await builder.Build().RunAsync(SoonEnough.Token);

        Assert.Equal(["Shop Opened", "Order Completed", "Shop Closed"], Stored("event"));
    }

    [Fact]
    public async Task AHostThatIsDisposed()
    {
        var builder = AppSettings.HostWith("{}", logging => AddRudderStack(logging));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredService<ILogger<LifetimeTests>>().Track("user-1", "Order Completed");
        }

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public void ALoggerFactory()
    {
        using (var factory = LoggerFactory.Create(logging => AddRudderStack(logging)))
            factory.CreateLogger("Shop").Track("user-1", "Order Completed");

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public void AServiceProvider()
    {
        using (var services = new ServiceCollection().AddLogging(logging => AddRudderStack(logging)).BuildServiceProvider())
            services.GetRequiredService<ILogger<LifetimeTests>>().Track("user-1", "Order Completed");

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task AServiceProviderThatIsDisposedAsynchronously()
    {
        await using (var services = new ServiceCollection().AddLogging(logging => AddRudderStack(logging)).BuildServiceProvider())
            services.GetRequiredService<ILogger<LifetimeTests>>().Track("user-1", "Order Completed");

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task DisposedTwiceItIsStillDisposed()
    {
        await using var services = new ServiceCollection().AddLogging(logging => AddRudderStack(logging)).BuildServiceProvider();
        var provider = services.GetServices<ILoggerProvider>().OfType<RudderStackLoggerProvider>().Single();
        services.GetRequiredService<ILogger<LifetimeTests>>().Track("user-1", "Order Completed");
        provider.Dispose();
        await provider.DisposeAsync();

        // Statistics are of live sinks.
        Assert.Equal(0, (await RudderStackDelivery.FlushAsync(SoonEnough.Token)).Accepted);
    }

    [Fact]
    public async Task AnythingThatInjectsTheDeliveryCanSendAtOnce()
    {
        await using var services = new ServiceCollection().AddLogging(logging => AddRudderStack(logging)).BuildServiceProvider();
        services.GetRequiredService<ILogger<LifetimeTests>>().Track("user-1", "Order Completed");

        var statistics = await services.GetRequiredService<IRudderStackDelivery>().FlushAsync(SoonEnough.Token);

        Assert.Equal((1, 1, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task TheDeliveryCanBeCancelled()
    {
        await using var services = new ServiceCollection().AddLogging(logging => AddRudderStack(logging)).BuildServiceProvider();
        services.GetRequiredService<ILogger<LifetimeTests>>().Track("user-1", "Order Completed");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            services.GetRequiredService<IRudderStackDelivery>().FlushAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task AddedTwiceEachEventIsSentOnceAsTheLastSettingsSay()
    {
        await LogAsync(
            log => log.Track("user-1", "Order Completed"),
            logging => logging.AddRudderStack(options => options.Sink.DefaultContext = new Dictionary<string, object?> { ["app.name"] = "Last" }),
            sink => sink.DefaultContext = new Dictionary<string, object?> { ["app.name"] = "First" });

        Assert.Equal("""{"name":"Last"}""", Assert.Single(DataPlane.Messages).GetProperty("context").GetProperty("app").GetRawText());
    }

    sealed class Shop(ILogger<Shop> log, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            log.Track("user-1", "Shop Opened");
            lifetime.ApplicationStarted.Register(() =>
            {
                log.Track("user-1", "Order Completed");
                lifetime.StopApplication();
            });
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            log.Track("user-1", "Shop Closed");
            return Task.CompletedTask;
        }
    }
}
