using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Serilog.AspNetCore.RudderStack.Tests.Support;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Serilog.AspNetCore.RudderStack.Tests;

public sealed class EnrichedEventsTests
{
    static readonly (string, string) Cookie = ("Cookie", "rl_anonymous_id=visitor-1; rl_user_id=user-1");

    public static TheoryData<string> Calls => ["track", "page", "identify", "screen", "group", "alias", "Track", " PAGE "];

    public static TheoryData<object?> OtherTypes => ["", "order", "tracker", 17, 0xa1b2c3d4u, null, new[] { "track" }];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EachOfTheSixCallsIsEnriched(string type)
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(
            log => log.ForContext("EventType", type).ForContext("GroupId", "g").ForContext("PreviousId", "p").Information("Asked"), "/cart", Cookie);

        Assert.Equal(("visitor-1", "/cart"), (message.At("anonymousId"), message.At("context.page.path")));
    }

    [Theory]
    [MemberData(nameof(OtherTypes))]
    public async Task OtherEventsStayAsTheyAre(object? type)
    {
        var written = new WrittenEvents();
        await using var site = await Site.StartAsync(logger: (configuration, services) => configuration.ReadFrom.Services(services).WriteTo.Sink(written));

        await site.VisitAsync(
            log =>
            {
                log.Information("Asked {Count}", 1);
                log.ForContext("EventType", type).Information("Asked {Count}", 1);
                log.ForContext("eventtype", "track").Information("Asked {Count}", 1);
                return Task.CompletedTask;
            },
            "/",
            Cookie);

        Assert.Equal(["Count", "Count,EventType", "Count,eventtype"], written.Events
            .Where(written => written.MessageTemplate.Text.StartsWith("Asked", StringComparison.Ordinal))
            .Select(written => string.Join(',', written.Properties.Keys.Order())));
    }

    [Fact]
    public void OtherEventsCostNoMemoryAndNoLookAtTheRequest()
    {
        var services = new ServiceCollection().AddRudderStackHttpContext();
        services.AddSingleton<IHttpContextAccessor>(new AccessorDouble(() => throw new InvalidOperationException("Asked for the request.")));
        using var provider = services.BuildServiceProvider();
        var enricher = provider.GetRequiredService<ILogEventEnricher>();
        var ordinary = new LogEvent(default, LogEventLevel.Information, null, MessageTemplate.Empty, [new LogEventProperty("EventType", new ScalarValue("0xa1b2c3d4"))]);

        enricher.Enrich(ordinary, null!);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            enricher.Enrich(ordinary, null!);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task RequestsCanBeLeftOut()
    {
        await using var site = await Site.StartAsync(services => services.AddRudderStackHttpContext(
            options => options.AppliesTo = http => !http.Request.Path.StartsWithSegments("/webhooks")));

        var left = await site.MessageAsync(log => log.Track("user-2", "Paid"), "/webhooks/payment", Cookie);
        var taken = await site.MessageAsync(log => log.Track("user-1", "Asked"), "/cart", Cookie);

        Assert.Equal(("{}", null), (left.Context(), left.At("anonymousId")));
        Assert.Equal(("/cart", "visitor-1"), (taken.At("context.page.path"), taken.At("anonymousId")));
    }

    [Fact]
    public async Task EventsOutsideARequestStayAsTheyAre()
    {
        await using var site = await Site.StartAsync();

        site.Logger.Track("user-1", "Asked");
        var message = await site.StoredAsync();

        Assert.Equal(("{}", null), (message.Context(), message.At("anonymousId")));
    }

    [Fact]
    public async Task AnEventThatWorkBegunInARequestLogsAfterItsEndIsOutside()
    {
        await using var site = await Site.StartAsync();
        var ended = new TaskCompletionSource();
        Task? work = null;

        await site.VisitAsync(
            log =>
            {
                work = Task.Run(async () =>
                {
                    await ended.Task;
                    log.Track("user-1", "Worked");
                });
                return Task.CompletedTask;
            },
            "/cart",
            Cookie);

        // The answer arrives a moment before the server clears the request away; the next request on the connection comes after.
        await site.VisitAsync(_ => Task.CompletedTask, "/");
        ended.SetResult();
        await work!;
        var message = await site.StoredAsync();

        Assert.Equal(("user-1", "{}", null), (message.At("userId"), message.Context(), message.At("anonymousId")));
    }

    [Fact]
    public void ARequestThatEndsMeanwhileIsNoFault()
    {
        var (properties, told) = LogWithin(() =>
        {
            var context = new DefaultHttpContext();
            context.Uninitialize();
            return context;
        });

        Assert.Equal(("Event,EventType,UserId", ""), (properties, told));
    }

    [Fact]
    public void AContextThatCannotBeReadIsToldAndTheEventGoesOn()
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Headers = null! });
        var (properties, told) = LogWithin(() => new DefaultHttpContext(features));

        Assert.Equal("Event,EventType,UserId", properties);
        Assert.EndsWith("RudderStack: the HTTP context of an analytics event cannot be read (System.NullReferenceException); the event goes on without it.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void AQuestionThatThrowsIsToldAndTheEventGoesOn()
    {
        var (properties, told) = LogWithin(() => new DefaultHttpContext(), options => options.AppliesTo = _ => throw new TimeoutException());

        Assert.Equal("Event,EventType,UserId", properties);
        Assert.Contains("(System.TimeoutException); the event goes on without it.", told, StringComparison.Ordinal);
    }

    // Gives the names of the event's properties, and what the enricher or Serilog told.
    static (string Properties, string Told) LogWithin(Func<HttpContext> context, Action<RudderStackHttpContextOptions>? configure = null)
    {
        var written = new WrittenEvents();
        var told = new ConcurrentQueue<string>();
        using var logger = new LoggerConfiguration().Enrich.WithRudderStackHttpContext(new AccessorDouble(context), configure).WriteTo.Sink(written).CreateLogger();

        SelfLog.Enable(told.Enqueue);
        logger.Track("user-1", "Asked");
        SelfLog.Disable();

        return (
            string.Join(',', Assert.Single(written.Events).Properties.Keys.Order()),
            string.Concat(told.Where(line => line.Contains("context", StringComparison.OrdinalIgnoreCase) || line.Contains("enrich", StringComparison.OrdinalIgnoreCase))).TrimEnd());
    }

    sealed class AccessorDouble(Func<HttpContext> give) : IHttpContextAccessor
    {
        public HttpContext? HttpContext
        {
            get => give();
            set => throw new NotSupportedException();
        }
    }

    sealed class WrittenEvents : ILogEventSink
    {
        public ConcurrentQueue<LogEvent> Events { get; } = new();

        public void Emit(LogEvent logEvent) => Events.Enqueue(logEvent);
    }
}
