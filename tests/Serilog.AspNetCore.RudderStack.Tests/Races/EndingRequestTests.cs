using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Serilog.AspNetCore.RudderStack.Tests.Races;

/// <summary>Events that are logged on another thread while their request ends and the connection's next one begins.</summary>
/// <remarks>
/// The environment variable <c>RUDDERSTACK_RACE_EVENTS</c> sets how many events are enriched; the mixing that this looks
/// for was once seen about once in a million.
/// </remarks>
public sealed class EndingRequestTests(ITestOutputHelper output)
{
    const long FewEvents = 100_000;

    static readonly TimeSpan SoonEnough = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task NoEventHasPartsOfAnotherRequest()
    {
        var wanted = long.TryParse(Environment.GetEnvironmentVariable("RUDDERSTACK_RACE_EVENTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : FewEvents;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRudderStackHttpContext();
        await using var app = builder.Build();
        var connections = Math.Max(2, Environment.ProcessorCount);
        var stragglers = new Stragglers(app.Services.GetRequiredService<Core.ILogEventEnricher>(), connections);
        app.Run(http =>
        {
            var visitor = http.Request.Path.Value![1..];
            if (http.Request.Cookies["rl_user_id"] != visitor)
                stragglers.Report($"The request of {visitor} has the cookies of {http.Request.Cookies["rl_user_id"]}.");
            stragglers.Begin(visitor);
            return Task.CompletedTask;
        });
        await app.StartAsync();

        var time = Stopwatch.StartNew();
        var visitors = Enumerable.Range(0, connections)
            .Select(connection => new PipelinedVisitors(new Uri(app.Urls.Single()), connection))
            .ToArray();
        using var limit = new CancellationTokenSource(given > 0 ? TimeSpan.FromHours(2) : SoonEnough);
        await Task.WhenAll(visitors.Select(visitor => visitor.ComeUntilAsync(() => stragglers.Enriched >= wanted, limit.Token)));
        stragglers.Dispose();

        output.WriteLine($"{stragglers.Enriched} events were enriched, {stragglers.LeftAlone} left alone, in {visitors.Sum(visitor => visitor.Requests)} requests and {time.Elapsed}.");
        Assert.Empty(stragglers.Faults);
        Assert.True(stragglers.LeftAlone > 0, "No event was logged after its request had ended.");
    }
}
