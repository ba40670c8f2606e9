using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Registration;

/// <summary>HTTP handlers that need services, loggers among them, work in every host, up to the last request.</summary>
public sealed class HandlerTests : LoggingTest
{
    static readonly Dictionary<string, Func<IServiceProvider, HttpMessageHandler>> Handlers = new(StringComparer.Ordinal)
    {
        ["of IHttpMessageHandlerFactory"] = static services => services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("rudderstack"),
        ["that logs"] = static services => new CountingHandler(services.GetRequiredService<ILogger<CountingHandler>>(), services.GetRequiredService<Calls>()),
        ["of the services"] = static services => services.GetRequiredService<CountingHandler>(),
    };

    public static TheoryData<string, bool> HandlersAndHosts
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var handler in Handlers.Keys)
            {
                all.Add(handler, false);
                all.Add(handler, true);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(HandlersAndHosts))]
    public async Task EveryEventArrives(string handler, bool isSerilog)
    {
        var builder = Builder();
        if (isSerilog)
        {
            builder.Services.AddRudderStackReports();
            builder.Services.AddSerilog((services, logger) => logger.WriteTo.RudderStack(WriteKey, DataPlane.Url, options => Set(options, services, handler)));
        }
        else
        {
            AddRudderStack(builder.Logging);
            builder.Services.AddOptions<RudderStackLoggerOptions>().Configure<IServiceProvider>((options, services) => Set(options.Sink, services, handler));
        }

        // A host that hangs while it is built fails here.
        using (var host = await Task.Run(builder.Build).WaitAsync(SoonEnough.Limit))
        {
            await host.StartAsync(SoonEnough.Token);
            host.Services.GetRequiredService<ILogger<HandlerTests>>().Track("user-1", "First");
            host.Services.GetRequiredService<ILogger<HandlerTests>>().Track("user-1", "Last");
            await host.StopAsync(SoonEnough.Token);
        }

        Assert.True(Stored("event").SequenceEqual(["First", "Last"]), string.Join('\n', Reports.Lines));
    }

    [Fact]
    public async Task AFactoryThatFailsIsAFailedAttemptThatIsReported()
    {
        var calls = 0;
        var log = new LogOutput();
        var builder = Builder();
        builder.Logging.AddProvider(log.Provider());
        AddRudderStack(builder.Logging, sink => sink.RetryAfter = TimeSpan.FromMilliseconds(1));
        builder.Services.AddOptions<RudderStackLoggerOptions>().Configure<IServiceProvider>((options, services) => options.Sink.HttpMessageHandlerFactory = () =>
            Interlocked.Increment(ref calls) < 3 ? throw new InvalidOperationException("No handler yet.") : services.GetRequiredService<CountingHandler>());
        using (var host = builder.Build())
        {
            await host.StartAsync(SoonEnough.Token);
            host.Services.GetRequiredService<ILogger<HandlerTests>>().Track("user-1", "Late");
            await host.StopAsync(SoonEnough.Token);
        }

        Assert.Equal((3, "Late"), (calls, Assert.Single(Stored("event"))));
        Assert.Contains(log.Of(RudderStackReports.Category), static line => line.Text.Contains("No handler yet.", StringComparison.Ordinal));
    }

    /// <summary>The provider sends before the services are disposed: a handler of theirs is gone then.</summary>
    [Fact]
    public async Task WhatIsQueuedIsSentWhileTheServicesLive()
    {
        var builder = Builder();
        AddRudderStack(builder.Logging);
        using var host = builder.Build();
        await host.StartAsync(SoonEnough.Token);
        host.Services.GetRequiredService<ILogger<HandlerTests>>().Track("user-1", "Queued");
        Assert.Empty(DataPlane.Messages);
        await host.StopAsync(SoonEnough.Token);

        Assert.Equal(["Queued"], Stored("event"));
    }

    /// <summary>As a disposal alone, by the rule for what nobody can be reached at.</summary>
    [Fact]
    public async Task ADeadDataPlaneHoldsTheStopForThreeSeconds()
    {
        var builder = Builder();
        builder.Logging.AddRudderStack(options =>
        {
            (options.WriteKey, options.DataPlaneUrl) = (WriteKey, "http://127.0.0.1:1");
            options.Sink.Interval = TimeSpan.FromHours(1);
            options.Sink.ShutdownStallTimeout = TimeSpan.FromMinutes(1);
        });
        var host = builder.Build();
        await host.StartAsync(SoonEnough.Token);
        host.Services.GetRequiredService<ILogger<HandlerTests>>().Track("user-1", "Lost");
        var since = TimeProvider.System.GetTimestamp();
        await host.StopAsync(SoonEnough.Token);
        host.Dispose();

        // The next of the limits is a minute.
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(3) + SoonEnough.Slack);
    }

    /// <summary>Hosts before .NET 8, and WebHost, call no other methods.</summary>
    [Fact]
    public async Task AHostThatOnlyStartsAndStopsSendsToo()
    {
        var log = new LogOutput();
        var builder = Builder();
        builder.Logging.AddProvider(log.Provider());
        AddRudderStack(builder.Logging);
        builder.Services.AddRudderStackReports();
        using var host = builder.Build();
        var lifetime = Assert.Single(host.Services.GetServices<IHostedService>(), static service => service.GetType().Namespace!.StartsWith("Serilog", StringComparison.Ordinal));
        await lifetime.StartAsync(SoonEnough.Token);
        host.Services.GetRequiredService<ILogger<HandlerTests>>().Track(null, "Has no user");
        host.Services.GetRequiredService<ILogger<HandlerTests>>().Track("user-1", "Queued");
        await lifetime.StopAsync(SoonEnough.Token);

        Assert.Equal(["Queued"], Stored("event"));
        Assert.Single(log.Of(RudderStackReports.Category));
    }

    static HostApplicationBuilder Builder()
    {
        var builder = AppSettings.HostWith("{}", static _ => { });
        builder.Services.AddHttpClient("rudderstack");
        builder.Services.AddSingleton<Calls>();
        builder.Services.AddSingleton<CountingHandler>();
        return builder;
    }

    static void Set(RudderStackSinkOptions options, IServiceProvider services, string handler)
    {
        options.Interval = TimeSpan.FromHours(1);
        options.HttpMessageHandlerFactory = () => Handlers[handler](services);
    }

    sealed class Calls
    {
        public int Count;
    }

    sealed class CountingHandler(ILogger<CountingHandler> logger, Calls calls) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref calls.Count);
            logger.LogInformation("Sending {Uri}", request.RequestUri);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
