using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using RudderStack.Local;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace Serilog.AspNetCore.RudderStack.Tests;

/// <summary>The check reads every sink of the process, so no other test may have one meanwhile.</summary>
[CollectionDefinition(nameof(HealthCheckTests), DisableParallelization = true)]
public sealed class AloneWithItsSinks;

/// <summary>Degraded by what an operator may fix: a refusal, a stall, losses within a time. Probes do not affect each other.</summary>
[Collection(nameof(HealthCheckTests))]
public sealed class HealthCheckTests : IAsyncLifetime
{
    static readonly TimeSpan SoonEnough = TimeSpan.FromMinutes(2);

    LocalDataPlane _dataPlane = null!;
    Logger? _logger;

    public async Task InitializeAsync() => _dataPlane = await LocalDataPlane.StartAsync();

    public async Task DisposeAsync()
    {
        _dataPlane.Faults.Clear();
        if (_logger is not null)
            await _logger.DisposeAsync();
        await _dataPlane.DisposeAsync();
    }

    [Fact]
    public async Task WithoutASinkItIsHealthyAndAllCountsAreZero()
    {
        var entry = await ProbeAsync();

        Assert.Equal((HealthStatus.Healthy, 0L, 0L, 0L), (entry.Status, entry.Data["accepted"], entry.Data["delivered"], entry.Data["pending"]));
    }

    [Fact]
    public async Task DeliveryIsHealthyAndCounted()
    {
        Log(_dataPlane.WriteKey).Track("user-1", "Sent");
        await FlushAsync();

        var entry = await ProbeAsync();
        Assert.Equal((HealthStatus.Healthy, 1L, 1L, 0L), (entry.Status, entry.Data["accepted"], entry.Data["delivered"], entry.Data["pending"]));
    }

    [Fact]
    public async Task ARefusedKeyDegradesItForEveryProbeUntilSomethingIsDelivered()
    {
        Log("a-wrong-key").Track("user-1", "Refused");
        _ = RudderStackDelivery.FlushAsync();
        await UntilAsync(static () => RudderStackDelivery.ReadHealth(TimeSpan.Zero).Refusal is not null);
        var (first, second) = (await ProbeAsync(), await ProbeAsync());

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Degraded), (first.Status, second.Status));
        Assert.Equal(first.Description, second.Description);
        Assert.Contains("The write key was refused", first.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-key", first.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", first.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, (await ProbeAsync(failureStatus: HealthStatus.Unhealthy)).Status);
    }

    [Fact]
    public async Task MessagesThatWaitInVainDegradeIt()
    {
        _dataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        Log(_dataPlane.WriteKey, options => options.Interval = TimeSpan.FromMilliseconds(1)).Track("user-1", "Waits");
        await UntilAsync(static () => RudderStackDelivery.ReadHealth(TimeSpan.Zero).StalledFor > TimeSpan.FromMilliseconds(50));

        Assert.Equal(HealthStatus.Healthy, (await ProbeAsync()).Status);
        var entry = await ProbeAsync(stallThreshold: TimeSpan.FromMilliseconds(50));
        Assert.Equal((HealthStatus.Degraded, 1L), (entry.Status, entry.Data["pending"]));
        Assert.Contains("none was acknowledged", entry.Description, StringComparison.Ordinal);

        _dataPlane.Faults.Clear();
        await FlushAsync();
        Assert.Equal(HealthStatus.Healthy, (await ProbeAsync(stallThreshold: TimeSpan.Zero)).Status);
    }

    [Fact]
    public async Task LossesDegradeItForTheirTime()
    {
        _dataPlane.Faults.Add(RefusesRejected);
        Log(_dataPlane.WriteKey).Track("user-1", "Rejected");
        _logger!.Track("user-1", "Rejected, too");
        await FlushAsync();

        for (var probe = 0; probe < 2; probe++)
        {
            var entry = await ProbeAsync();
            Assert.Equal((HealthStatus.Degraded, 2L, 2L), (entry.Status, entry.Data["lost.Rejected"], entry.Data["dropped.Rejected"]));
            Assert.Contains("2 analytics messages were lost within the last 900 s (Rejected 2)", entry.Description, StringComparison.Ordinal);
        }

        Assert.Equal(HealthStatus.Healthy, (await ProbeAsync(lossWindow: TimeSpan.Zero)).Status);
    }

    [Fact]
    public async Task WhatTheProgramDoesWrongIsNoLoss()
    {
        Log(_dataPlane.WriteKey).Track(null, "Has no user");
        _logger!.Track("user-1", "Huge", new { Text = new string('x', 40_000) });
        await FlushAsync();

        var entry = await ProbeAsync();
        Assert.Equal((HealthStatus.Healthy, 1L, 1L), (entry.Status, entry.Data["dropped.Invalid"], entry.Data["dropped.Oversize"]));
    }

    [Fact]
    public async Task AnEndpointShowsIt()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHealthChecks().AddRudderStack(failureStatus: HealthStatus.Unhealthy);
        await using var app = builder.Build();
        app.MapHealthChecks("/health");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = SoonEnough };
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync());

        _dataPlane.Faults.Add(RefusesRejected);
        Log(_dataPlane.WriteKey).Track("user-1", "Rejected");
        await FlushAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await GetAsync());

        async Task<(HttpStatusCode, string)> GetAsync()
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("stallThreshold")]
    [InlineData("lossWindow")]
    public void ANegativeTimeIsRefused(string argument)
    {
        TimeSpan? Time(string name) => name == argument ? TimeSpan.FromTicks(-1) : null;

        Assert.Throws<ArgumentOutOfRangeException>(argument, () =>
            new ServiceCollection().AddHealthChecks().AddRudderStack(stallThreshold: Time("stallThreshold"), lossWindow: Time("lossWindow")));
    }

    [Fact]
    public void BuilderAndNameAreNeeded()
    {
        Assert.Throws<ArgumentNullException>("builder", () => ((IHealthChecksBuilder)null!).AddRudderStack());
        Assert.Throws<ArgumentNullException>("name", () => new ServiceCollection().AddHealthChecks().AddRudderStack(name: null!));
    }

    [Fact]
    public async Task NameAndTagsAreTheCallers()
    {
        await using var services = new ServiceCollection().AddLogging().AddHealthChecks().AddRudderStack("analytics", tags: ["ready"]).Services.BuildServiceProvider();
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(static check => check.Tags.Contains("ready"));

        Assert.Equal("analytics", Assert.Single(report.Entries).Key);
    }

    // Of a request that has no such message nothing is refused: the data plane itself is well.
    static Fault RefusesRejected => new()
    {
        Status = 400,
        Times = Fault.Unlimited,
        WhenMessage = static message => message.GetProperty("event").GetString()!.StartsWith("Rejected", StringComparison.Ordinal),
    };

    Logger Log(string writeKey, Action<RudderStackSinkOptions>? configure = null) => _logger = new LoggerConfiguration()
        .WriteTo.RudderStack(writeKey, _dataPlane.Url, options =>
        {
            options.Interval = TimeSpan.FromHours(1);
            options.RetryAfter = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        })
        .CreateLogger();

    static Task<DeliveryStatistics> FlushAsync() => RudderStackDelivery.FlushAsync(SoonEnough);

    static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(SoonEnough);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    static async Task<HealthReportEntry> ProbeAsync(HealthStatus? failureStatus = null, TimeSpan? stallThreshold = null, TimeSpan? lossWindow = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddRudderStack(failureStatus: failureStatus, stallThreshold: stallThreshold, lossWindow: lossWindow);
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["rudderstack"];
    }
}
