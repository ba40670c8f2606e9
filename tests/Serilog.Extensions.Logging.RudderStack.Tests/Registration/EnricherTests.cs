using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Registration;

/// <summary>The enrichers among the services enrich the analytics events, as Serilog's <c>ReadFrom.Services</c> makes them do.</summary>
public sealed class EnricherTests : LoggingTest
{
    [Fact]
    public async Task AllAreAsked()
    {
        await LogAsync(log => log.Track("user-1", "Order Completed"), logging => logging.Services
            .AddSingleton<ILogEventEnricher>(new Enricher("Shop", "Naples"))
            .AddSingleton<ILogEventEnricher>(new Enricher("Till", 3)));

        Assert.Equal("""{"shop":"Naples","till":3}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task EventAndScopesWin()
    {
        await LogAsync(log =>
        {
            using var scope = log.BeginScope(("AnonymousId", "scoped"));
            log.Track("user-1", "Order Completed");
        }, logging => logging.Services
            .AddSingleton<ILogEventEnricher>(new Enricher("UserId", "enriched"))
            .AddSingleton<ILogEventEnricher>(new Enricher("AnonymousId", "enriched")));

        Assert.Equal(["user-1"], Stored("userId"));
        Assert.Equal(["scoped"], Stored("anonymousId"));
    }

    [Fact]
    public async Task OneMayItselfAskForALogger()
    {
        await LogAsync(log => log.Track("user-1", "Order Completed"), logging => logging.Services.AddSingleton<ILogEventEnricher, LoggingEnricher>());

        Assert.Equal("""{"logged":true}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task WhatOneLogsIsNotEnrichedAgain()
    {
        await LogAsync(
            log =>
            {
                using var scope = log.BeginScope(new Dictionary<string, object> { ["EventType"] = "track", ["UserId"] = "user-1" });
                log.LogInformation("Order Completed");
            },
            logging => logging.Services.AddSingleton<ILogEventEnricher, LoggingEnricher>());

        Assert.Equal(["Enriching", "Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task OneThatThrowsCostsItselfAlone()
    {
        await LogAsync(log => log.Track("user-1", "Order Completed"), logging => logging.Services
            .AddSingleton<ILogEventEnricher, ThrowingEnricher>()
            .AddSingleton<ILogEventEnricher>(new Enricher("Till", 3)));

        Assert.Equal("""{"till":3}""", OnlyStored("properties"));
        Assert.Contains(Reports.Lines, line => line.Contains(nameof(ThrowingEnricher), StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneThatCannotBeMadeFailsTheStart()
    {
        var builder = AppSettings.HostWith("{}", logging => AddRudderStack(logging));
        builder.Services.AddSingleton<ILogEventEnricher>(_ => throw new InvalidOperationException("No context."));
        using var host = builder.Build();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(SoonEnough.Token));

        Assert.Equal("No context.", fault.Message);
    }

    sealed class Enricher(string name, object value) : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
            logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty(name, value));
    }

    sealed class LoggingEnricher(ILogger<LoggingEnricher> log) : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            log.LogInformation("Enriching");
            logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty("Logged", true));
        }
    }

    sealed class ThrowingEnricher : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => throw new InvalidOperationException(Secret);
    }
}
