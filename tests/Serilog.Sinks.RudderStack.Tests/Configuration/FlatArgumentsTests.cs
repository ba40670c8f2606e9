using System.Reflection;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

public class FlatArgumentsTests
{
    [Theory]
    [InlineData("WriteTo")]
    [InlineData("AuditTo")]
    public void ThereIsOneArgumentForEachBindableOption(string section) => Assert.Equal(
        BindableOptions.Of(section).Select(BindableOptions.ArgumentOf).Concat(["dataPlaneUrl", "levelSwitch", "restrictedToMinimumLevel", "writeKey"]).Order(),
        FlatForm(section).GetParameters().Skip(1).Select(parameter => parameter.Name!).Order());

    [Theory]
    [InlineData("WriteTo")]
    [InlineData("AuditTo")]
    public void ArgumentsHaveTheTypesAndDefaultsOfTheOptions(string section)
    {
        var parameters = FlatForm(section).GetParameters().ToDictionary(parameter => parameter.Name!);

        foreach (var option in BindableOptions.Of(section))
        {
            var parameter = parameters[BindableOptions.ArgumentOf(option)];
            if (option.PropertyType == typeof(TimeSpan))
            {
                // A time cannot be a constant; BothFormsHaveTheSameDefaults shows what null means.
                Assert.Equal(typeof(TimeSpan?), parameter.ParameterType);
                Assert.Null(parameter.DefaultValue);
            }
            else
            {
                Assert.Equal(option.PropertyType, parameter.ParameterType);
                Assert.Equal(option.GetValue(new RudderStackSinkOptions()), parameter.DefaultValue);
            }
        }
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
        Assert.Throws<ArgumentNullException>("options", () => new LoggerConfiguration().WriteTo.RudderStack("key", "https://plane.example", options: null!));
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

    static MethodInfo FlatForm(string section) => typeof(RudderStackLoggerConfigurationExtensions)
        .GetMethods()
        .Single(method =>
            method.Name == "RudderStack"
            && method.GetParameters()[0].ParameterType == (section == "WriteTo" ? typeof(LoggerSinkConfiguration) : typeof(LoggerAuditSinkConfiguration))
            && method.GetParameters().All(parameter => parameter.Name is not ("configure" or "options")));

    sealed class CountingSink : ILogEventSink
    {
        public int Count { get; private set; }

        public void Emit(LogEvent logEvent) => Count++;
    }
}
