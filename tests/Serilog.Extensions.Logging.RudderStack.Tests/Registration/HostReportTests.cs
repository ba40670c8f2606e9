using System.Collections.Concurrent;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Registration;

/// <summary>What the sink reports is in the host's log by default, once, and is never analytics.</summary>
public sealed class HostReportTests : LoggingTest
{
    const string NoUser = "neither userId nor anonymousId";

    readonly LogOutput _log = new();

    [Fact]
    public async Task AHostsLogHasThemAsWarnings()
    {
        using var host = AppSettings.HostWith("{}", logging => AddRudderStack(logging.AddProvider(_log.Provider()))).Build();
        await host.StartAsync(SoonEnough.Token);
        host.Services.GetRequiredService<ILogger<HostReportTests>>().Track(null, "Has no user");

        var (category, level, text) = Assert.Single(_log.Of(RudderStackReports.Category));
        Assert.Equal((RudderStackReports.Category, LogLevel.Warning), (category, level));
        Assert.Contains(NoUser, text, StringComparison.Ordinal);
        await host.StopAsync(SoonEnough.Token);
    }

    [Fact]
    public async Task AWrongKeyIsThereEvenWhenTheHostStopsAtOnce()
    {
        using (var host = AppSettings.HostWith("{}", logging => logging.AddProvider(_log.Provider()).AddRudderStack("wk-of-nobody", DataPlane.Url)).Build())
        {
            await host.StartAsync(SoonEnough.Token);
            host.Services.GetRequiredService<ILogger<HostReportTests>>().Track("user-1", "Refused");
            await host.StopAsync(SoonEnough.Token);
        }

        Assert.Collection(
            _log.Of(RudderStackReports.Category).Where(static line => line.Text.Contains("The write key was refused", StringComparison.Ordinal)),
            static line => Assert.Contains("1 message waits", line.Text, StringComparison.Ordinal),
            static line => Assert.Contains("1 message was dropped (shutdown)", line.Text, StringComparison.Ordinal));
        Assert.All(_log.All, static line => Assert.DoesNotContain("wk-of-nobody", line.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithoutAHostTheyComeThroughTheSameLoggers(bool isFactory)
    {
        if (isFactory)
        {
            using var factory = LoggerFactory.Create(logging => AddRudderStack(logging.AddProvider(_log.Provider())));
            factory.CreateLogger("Shop").Track(null, "Has no user");
            await SoonEnough.IsTrueAsync(() => _log.Of(RudderStackReports.Category).Count == 1);
        }
        else
        {
            await using var services = new ServiceCollection().AddLogging(logging => AddRudderStack(logging.AddProvider(_log.Provider()))).BuildServiceProvider();
            services.GetRequiredService<ILogger<HostReportTests>>().Track(null, "Has no user");
            await SoonEnough.IsTrueAsync(() => _log.Of(RudderStackReports.Category).Count == 1);
        }
    }

    [Fact]
    public async Task TheUsersOwnReaderHearsThemToo()
    {
        var own = new ConcurrentQueue<RudderStackReport>();
        using var host = AppSettings.HostWith("{}", logging => AddRudderStack(logging.AddProvider(_log.Provider()), sink => sink.OnReport = own.Enqueue)).Build();
        await host.StartAsync(SoonEnough.Token);
        host.Services.GetRequiredService<ILogger<HostReportTests>>().Track(null, "Has no user");

        Assert.Equal(Assert.Single(own).Text, Assert.Single(_log.Of(RudderStackReports.Category)).Text);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public async Task HoweverOftenAddedEachIsLoggedOnce(int times, bool reportsFirst)
    {
        var builder = AppSettings.HostWith("{}", logging => logging.AddProvider(_log.Provider()));
        for (var i = 0; i < times && reportsFirst; i++)
            builder.Services.AddRudderStackReports();
        AddRudderStack(builder.Logging);
        for (var i = 0; i < times && !reportsFirst; i++)
            builder.Services.AddRudderStackReports();
        using var host = builder.Build();
        await host.StartAsync(SoonEnough.Token);
        host.Services.GetRequiredService<ILogger<HostReportTests>>().Track(null, "Has no user");

        Assert.Single(_log.Of(RudderStackReports.Category));
    }

    static readonly Dictionary<string, Func<LoggerSinkConfiguration, Action<LoggerSinkConfiguration>, LoggerConfiguration>> Ways = new(StringComparer.Ordinal)
    {
        ["directly"] = static (to, sink) => to.Conditional(static _ => true, sink),
        ["behind a queue"] = static (to, sink) => to.Async(sink),
        ["a sub-logger"] = static (to, sink) => to.Logger(inner => sink(inner.WriteTo)),
    };

    public static TheoryData<string> AllWays => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(AllWays))]
    public async Task ASerilogHostHasThemToo(string way)
    {
        var seen = new ConcurrentQueue<LogEvent>();
        var builder = AppSettings.HostWith("{}", static _ => { });
        builder.Services.AddRudderStackReports();
        builder.Services.AddSerilog((_, logger) => Ways[way](
            logger.Enrich.WithProperty("EventType", "track").Enrich.WithProperty("Event", "Of an enricher").WriteTo.Sink(new QueueSink(seen)).WriteTo,
            to => to.RudderStack(WriteKey, DataPlane.Url, options => options.Interval = TimeSpan.FromHours(1))));
        using (var host = builder.Build())
        {
            await host.StartAsync(SoonEnough.Token);
            host.Services.GetRequiredService<ILogger<HostReportTests>>().Track(null, "Has no user");
            await host.StopAsync(SoonEnough.Token);
        }

        Assert.Contains(seen, static logEvent => IsReport(logEvent) && logEvent.RenderMessage(null).Contains(NoUser, StringComparison.Ordinal));
        Assert.DoesNotContain(Reports.Lines, static line => line.Contains("{Report}", StringComparison.Ordinal));
        Assert.Empty(DataPlane.Messages);
    }

    [Fact]
    public async Task AHostThatIsGoneHearsNothingMore()
    {
        await RunAsync("Of the first");
        await RunAsync("Of the second");

        Assert.Collection(
            _log.Of(RudderStackReports.Category),
            static line => Assert.Contains("Of the first", line.Text, StringComparison.Ordinal),
            static line => Assert.Contains("Of the second", line.Text, StringComparison.Ordinal));

        async Task RunAsync(string name)
        {
            var builder = AppSettings.HostWith("{}", static _ => { });
            builder.Services.AddRudderStackReports();
            builder.Services.AddSerilog(
                (_, logger) => logger.WriteTo.RudderStack(WriteKey, DataPlane.Url, static options => options.Interval = TimeSpan.FromHours(1)),
                preserveStaticLogger: true,
                writeToProviders: true);
            builder.Logging.AddProvider(_log.Provider());
            using var host = builder.Build();
            await host.StartAsync(SoonEnough.Token);
            host.Services.GetRequiredService<ILogger<HostReportTests>>().Track(null, name);
            await host.StopAsync(SoonEnough.Token);
        }
    }

    [Fact]
    public async Task WhatComesBeforeTheHostStartsWaits()
    {
        var builder = AppSettings.HostWith("{}", logging => logging.AddProvider(_log.Provider()));
        builder.Services.AddRudderStackReports();
        await using (var early = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            early.Track(null, "Has no user");
        using var host = builder.Build();
        Assert.Empty(_log.Of(RudderStackReports.Category));
        await host.StartAsync(SoonEnough.Token);

        Assert.Contains(_log.Of(RudderStackReports.Category), static line => line.Text.Contains(NoUser, StringComparison.Ordinal));
    }

    [Fact]
    public async Task MoreThanAHundredAreLeftOutAndCounted()
    {
        var builder = AppSettings.HostWith("{}", logging => logging.AddProvider(_log.Provider()));
        builder.Services.AddRudderStackReports();
        for (var i = 0; i < 120; i++)
        {
            // The first of each sink is reported at once.
            await using var early = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger();
            early.Track(null, "Has no user");
        }

        using var host = builder.Build();
        await host.StartAsync(SoonEnough.Token);

        var lines = _log.Of(RudderStackReports.Category);
        Assert.Equal(101, lines.Count);
        Assert.Contains("further reports came before there was a logger", lines[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReportIsNeverAnalyticsWhateverAScopeAdds()
    {
        using (var host = AppSettings.HostWith("{}", logging => AddRudderStack(logging)).Build())
        {
            await host.StartAsync(SoonEnough.Token);
            var logger = host.Services.GetRequiredService<ILogger<HostReportTests>>();
            using (logger.BeginScope(new Dictionary<string, object> { ["EventType"] = "track", ["Event"] = "Of a scope", ["UserId"] = "user-1" }))
                logger.Track(null, "Has a user", context: 42);
            await host.StopAsync(SoonEnough.Token);
        }

        Assert.NotEmpty(Reports.Lines);
        Assert.Empty(DataPlane.Messages);
    }

    [Fact]
    public async Task ProvidersThatThrowHarmNobody()
    {
        await using (var services = new ServiceCollection().AddLogging(logging => AddRudderStack(logging.AddProvider(new ThrowingProvider()))).BuildServiceProvider())
        {
            services.GetRequiredService<ILogger<HostReportTests>>().Track(null, "Has no user");
            services.GetRequiredService<ILogger<HostReportTests>>().Track("user-1", "Sent");
        }

        Assert.Equal(["Sent"], Stored("event"));
    }

    /// <summary>Whoever asks for loggers in vain gets the reason; nothing asks for them again behind.</summary>
    [Fact]
    public async Task LoggersThatCannotBeMadeAreNotAskedForAgain()
    {
        var asked = 0;
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddRudderStack(_ => Interlocked.Increment(ref asked)))
            .BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<ILoggerFactory>);
        for (var i = 0; i < 1_000; i++)
            await Task.Yield();
        Assert.Equal(1, asked);
    }

    static bool IsReport(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue("SourceContext", out var category) && category is ScalarValue { Value: RudderStackReports.Category };

    sealed class QueueSink(ConcurrentQueue<LogEvent> events) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => events.Enqueue(logEvent);
    }
}
