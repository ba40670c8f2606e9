using System.Reflection;
using Microsoft.Extensions.Configuration;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

public class FlatArgumentsTests
{
    // Serilog.Settings.Configuration calls whichever form has most of the names that it finds: one that lacks a name drops it.
    [Theory]
    [InlineData("WriteTo")]
    [InlineData("AuditTo")]
    public void TheFormForConfigurationHasAllNamesThatOtherFormsMayBeChosenBy(string section)
    {
        var forms = Forms(section);
        var names = forms[0].GetParameters().Skip(1).Select(parameter => parameter.Name!).ToList();

        Assert.Equal(typeof(IConfiguration), forms[0].GetParameters()[1].ParameterType);
        Assert.All(forms.Skip(1), form => Assert.Empty(form.GetParameters().Skip(1).Select(parameter => parameter.Name!).Except([.. names, "configure", "readyOptions"])));
    }

    // A later option must not be a further parameter, which would break whoever was compiled without it.
    [Theory]
    [InlineData("WriteTo", "writeKey, dataPlaneUrl, interval, batchSize, retryAfter, verbose, disableGzip, noProxySupport, enabled, restrictedToMinimumLevel, levelSwitch")]
    [InlineData("AuditTo", "writeKey, dataPlaneUrl, disableGzip, noProxySupport, enabled, restrictedToMinimumLevel, levelSwitch")]
    public void TheFlatFormsStayAsTheyAre(string section, string names) =>
        Assert.Equal(names, string.Join(", ", Forms(section)[1].GetParameters().Skip(1).Select(parameter => parameter.Name)));

    [Fact]
    public void FlatArgumentsSetTheirOptions()
    {
        using var logger = new LoggerConfiguration()
            .WriteTo.RudderStack("key", "https://plane.example", TimeSpan.FromSeconds(7), 8, TimeSpan.FromSeconds(9), verbose: true, disableGzip: true, noProxySupport: true)
            .CreateLogger();
        using var audit = new LoggerConfiguration().AuditTo.RudderStack("key", "https://plane.example", disableGzip: true, noProxySupport: true).CreateLogger();
        using var off = new LoggerConfiguration().WriteTo.RudderStack("", "", enabled: false).AuditTo.RudderStack("", "", enabled: false).CreateLogger();

        var settings = SinkInside.SettingsOf(logger);
        Assert.Equal((TimeSpan.FromSeconds(7), 8, TimeSpan.FromSeconds(9)), (settings.Interval, settings.BatchSize, settings.RetryAfter));
        Assert.True(settings.Verbose && settings.DisableGzip && settings.NoProxySupport);
        Assert.True(SinkInside.SettingsOf(audit).DisableGzip && SinkInside.SettingsOf(audit).NoProxySupport);
        Assert.IsType<DisabledSink>(SinkInside.SinkOf(off));
    }

    // As Serilog.Settings.AppSettings reads App.config: it has no configuration to pass.
    [Fact]
    public void KeyValuePairsTakeTheFormForCode()
    {
        using var logger = new LoggerConfiguration()
            .ReadFrom.KeyValuePairs(new Dictionary<string, string>
            {
                ["using:RudderStack"] = "Serilog.Sinks.RudderStack",
                ["write-to:RudderStack.writeKey"] = "key",
                ["write-to:RudderStack.dataPlaneUrl"] = "https://plane.example",
                ["write-to:RudderStack.batchSize"] = "7",
            })
            .CreateLogger();

        Assert.Equal(7, SinkInside.SettingsOf(logger).BatchSize);
    }

    [Fact]
    public void BothFormsHaveTheSameDefaults()
    {
        using var flat = new LoggerConfiguration().WriteTo.RudderStack("key", "https://plane.example").CreateLogger();
        using var configured = new LoggerConfiguration().WriteTo.RudderStack("key", "https://plane.example", _ => { }).CreateLogger();
        using var flatAudit = new LoggerConfiguration().AuditTo.RudderStack("key", "https://plane.example").CreateLogger();
        using var configuredAudit = new LoggerConfiguration().AuditTo.RudderStack("key", "https://plane.example", _ => { }).CreateLogger();

        var expected = SettingsText.Of(SinkInside.SettingsOf(configured));
        Assert.Equal(expected, SettingsText.Of(SinkInside.SettingsOf(flat)));
        Assert.Equal(expected, SettingsText.Of(SinkInside.SettingsOf(flatAudit)));
        Assert.Equal(expected, SettingsText.Of(SinkInside.SettingsOf(configuredAudit)));
    }

    [Fact]
    public void TheDelegateSetsTheOptions()
    {
        using var logger = new LoggerConfiguration()
            .WriteTo.RudderStack("key", "https://plane.example", options => options.BatchSize = 7)
            .CreateLogger();
        using var audit = new LoggerConfiguration()
            .AuditTo.RudderStack("key", "https://plane.example", options => options.MaxMessageBytes = 7)
            .CreateLogger();

        Assert.Equal(7, SinkInside.SettingsOf(logger).BatchSize);
        Assert.Equal(7, SinkInside.SettingsOf(audit).MaxMessageBytes);
    }

    [Fact]
    public void OptionsThatComeReadyAreFrozenAtOnce()
    {
        var options = new RudderStackSinkOptions { BatchSize = 7 };
        using var logger = new LoggerConfiguration().WriteTo.RudderStack("key", "https://plane.example", options).CreateLogger();
        options.BatchSize = 8;

        Assert.Equal(7, SinkInside.SettingsOf(logger).BatchSize);
    }

    [Fact]
    public void NullWhereSomethingIsNeededIsTheCallersFault()
    {
        Assert.Throws<ArgumentNullException>("configure", () => new LoggerConfiguration().WriteTo.RudderStack("key", "https://plane.example", configure: null!));
        Assert.Throws<ArgumentNullException>("configure", () => new LoggerConfiguration().AuditTo.RudderStack("key", "https://plane.example", configure: null!));
        Assert.Throws<ArgumentNullException>("readyOptions", () => new LoggerConfiguration().WriteTo.RudderStack("key", "https://plane.example", readyOptions: null!));
        Assert.Throws<ArgumentNullException>("configuration", () => new LoggerConfiguration().WriteTo.RudderStack(configuration: null!));
        Assert.Throws<ArgumentNullException>("configuration", () => new LoggerConfiguration().AuditTo.RudderStack(configuration: null!));
        Assert.Throws<ArgumentNullException>("sinkConfiguration", () => ((LoggerSinkConfiguration)null!).RudderStack("key", "https://plane.example", new RudderStackSinkOptions()));
        Assert.Throws<ArgumentNullException>("sinkConfiguration", () => ((LoggerSinkConfiguration)null!).RudderStack("key", "https://plane.example"));
        Assert.Throws<ArgumentNullException>("auditSinkConfiguration", () => ((LoggerAuditSinkConfiguration)null!).RudderStack("key", "https://plane.example"));
    }

    [Fact]
    public void ASinkThatIsSwitchedOffLosesNothingToAFallbackChain()
    {
        var fallback = new CountingSink();
        using var logger = new LoggerConfiguration()
            .WriteTo.FallbackChain(
                wt => wt.RudderStack("", "", options => options.Enabled = false),
                wt => wt.Sink(fallback))
            .CreateLogger();

        logger.ForContext("EventType", "track").Information("Order Completed");

        Assert.Equal(0, fallback.Count);
    }

    // As Serilog.Settings.Configuration finds them.
    static MethodInfo[] Forms(string section) => typeof(RudderStackLoggerConfigurationExtensions)
        .GetTypeInfo().DeclaredMethods
        .Where(method =>
            method is { Name: "RudderStack", IsPublic: true }
            && method.GetParameters()[0].ParameterType == (section == "WriteTo" ? typeof(LoggerSinkConfiguration) : typeof(LoggerAuditSinkConfiguration)))
        .ToArray();

    sealed class CountingSink : ILogEventSink
    {
        public int Count { get; private set; }

        public void Emit(LogEvent logEvent) => Count++;
    }
}
