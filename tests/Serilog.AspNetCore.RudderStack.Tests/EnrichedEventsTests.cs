using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
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
        var http = new DefaultHttpContext();
        http.Uninitialize();
        var (properties, reported) = LogWithin(() => http);

        Assert.Equal(("Event,EventType,UserId", ""), (properties, reported));
    }

    public static TheoryData<string, HttpContext?> Afterwards => new() { { "ended", null }, { "another", new DefaultHttpContext() } };

    [Theory]
    [MemberData(nameof(Afterwards))]
    public void WhatWasReadWhileTheRequestEndedIsNotUsed(string what, HttpContext? afterwards)
    {
        Assert.NotEmpty(what);
        HttpContext? current = null;
        var headers = new EndingHeaders(() => current = afterwards);
        current = Request(headers);
        var (properties, reported) = LogWithin(() => current);

        Assert.True(headers.WereRead);
        Assert.Equal(("Event,EventType,UserId", ""), (properties, reported));
    }

    [Fact]
    public void ARequestThatEndsWhileItIsReadAndCannotBeReadIsNoFault()
    {
        HttpContext? current = null;
        current = Request(new EndingHeaders(() =>
        {
            current = null;
            throw new KeyNotFoundException();
        }));

        Assert.Equal(("Event,EventType,UserId", ""), LogWithin(() => current));
    }

    [Fact]
    public void TheRequestsOwnCookiesAreLeftAlone()
    {
        var http = Request(new HeaderDictionary { ["Cookie"] = "rl_anonymous_id=visitor-1" });
        http.Features.Set<IRequestCookiesFeature>(new UntouchableCookies());

        Assert.Equal(("AnonymousId,Event,EventType,UserId", ""), LogWithin(() => http));
    }

    [Fact]
    public void AContextThatCannotBeReadIsReportedAndTheEventGoesOn()
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Headers = null! });
        var http = new DefaultHttpContext(features);
        var (properties, reported) = LogWithin(() => http);

        Assert.Equal("Event,EventType,UserId", properties);
        Assert.EndsWith("RudderStack: the HTTP context of an analytics event cannot be read (System.NullReferenceException); the event goes on without it.", reported, StringComparison.Ordinal);
    }

    [Fact]
    public void AQuestionThatThrowsIsReportedAndTheEventGoesOn()
    {
        var http = new DefaultHttpContext();
        var (properties, reported) = LogWithin(() => http, options => options.AppliesTo = _ => throw new TimeoutException());

        Assert.Equal("Event,EventType,UserId", properties);
        Assert.Contains("AppliesTo threw System.TimeoutException; the event goes on without what the request says", reported, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task AHostWithoutTheAccessorIsReportedOnce(bool isRegistered, int reports)
    {
        var reported = new ConcurrentQueue<string>();
        await using var site = await Site.StartAsync(
            services: services => _ = isRegistered ? services.AddHttpContextAccessor() : services,
            logger: (configuration, _) => configuration.Enrich.WithRudderStackHttpContext());

        SelfLog.Enable(reported.Enqueue);
        site.Logger.Track("user-1", "Begun", new { Where = "outside of requests" });
        await site.VisitAsync(Log, "/cart");
        await site.VisitAsync(Log, "/cart");
        SelfLog.Disable();

        static Task Log(ILogger logger)
        {
            logger.Track("user-1", "Asked");
            return Task.CompletedTask;
        }

        Assert.Equal(reports, reported.Count(line => line.Contains("services.AddHttpContextAccessor()", StringComparison.Ordinal)));
    }

    // Gives the names of the event's properties, and what the enricher, or Serilog of it, reported: other tests report, too.
    static (string Properties, string Reported) LogWithin(Func<HttpContext?> context, Action<RudderStackHttpContextOptions>? configure = null)
    {
        var written = new WrittenEvents();
        var reported = new ConcurrentQueue<string>();
        using var logger = new LoggerConfiguration().Enrich.WithRudderStackHttpContext(new AccessorDouble(context), configure).WriteTo.Sink(written).CreateLogger();

        SelfLog.Enable(reported.Enqueue);
        logger.Track("user-1", "Asked");
        SelfLog.Disable();

        return (
            string.Join(',', Assert.Single(written.Events).Properties.Keys.Order()),
            string.Concat(reported.Where(line => line.Contains("the HTTP context of an analytics event", StringComparison.Ordinal) || line.Contains("AppliesTo", StringComparison.Ordinal) || line.Contains("HttpContextEnricher", StringComparison.Ordinal))).TrimEnd());
    }

    static DefaultHttpContext Request(IHeaderDictionary headers)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Headers = headers });
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature());
        return new DefaultHttpContext(features);
    }

    /// <summary>Headers during whose reading the request ends.</summary>
    sealed class EndingHeaders(Action end) : IHeaderDictionary
    {
        readonly HeaderDictionary _headers = new() { ["Cookie"] = "rl_anonymous_id=visitor-2; rl_user_id=user-2", ["User-Agent"] = "Browser" };

        public bool WereRead { get; private set; }

        public StringValues this[string key]
        {
            get
            {
                WereRead = true;
                end();
                return _headers[key];
            }
            set => throw new NotSupportedException();
        }

        public long? ContentLength
        {
            get => null;
            set => throw new NotSupportedException();
        }

        public ICollection<string> Keys => _headers.Keys;

        public ICollection<StringValues> Values => _headers.Values;

        public int Count => _headers.Count;

        public bool IsReadOnly => true;

        public void Add(string key, StringValues value) => throw new NotSupportedException();

        public void Add(KeyValuePair<string, StringValues> item) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public bool Contains(KeyValuePair<string, StringValues> item) => _headers.Contains(item);

        public bool ContainsKey(string key) => _headers.ContainsKey(key);

        public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => _headers.CopyTo(array, arrayIndex);

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => _headers.GetEnumerator();

        public bool Remove(string key) => throw new NotSupportedException();

        public bool Remove(KeyValuePair<string, StringValues> item) => throw new NotSupportedException();

        public bool TryGetValue(string key, out StringValues value)
        {
            value = this[key];
            return value.Count > 0;
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => _headers.GetEnumerator();
    }

    sealed class UntouchableCookies : IRequestCookiesFeature
    {
        public IRequestCookieCollection Cookies
        {
            get => throw new InvalidOperationException("The request's cookies were asked for.");
            set => throw new NotSupportedException();
        }
    }

    sealed class AccessorDouble(Func<HttpContext?> give) : IHttpContextAccessor
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
