using System.Reflection;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

public class JsonConfigurationTests
{
    public static IEnumerable<object[]> Options { get; } =
        from section in new[] { "WriteTo", "AuditTo" }
        from option in BindableOptions.Of(section)
        where option.Name != nameof(RudderStackSinkOptions.Enabled)
        select new object[] { section, option.Name };

    [Theory]
    [MemberData(nameof(Options))]
    public void EachOptionCanBeSet(string section, string name)
    {
        var option = typeof(RudderStackSinkOptions).GetProperty(name)!;
        var sample = BindableOptions.Sample(option);
        var options = new RudderStackSinkOptions();
        option.SetValue(options, sample);
        var expected = SettingsText.Of(OptionsValidator.Freeze("key", "https://plane.example", options)!);
        var arguments = SerilogSection.GoodArguments();
        arguments[BindableOptions.ArgumentOf(option)] = sample;

        using var unchanged = SerilogSection.LoggerFrom(SerilogSection.GoodArguments(), section);
        using var logger = SerilogSection.LoggerFrom(arguments, section);

        Assert.NotEqual(expected, SettingsText.Of(SinkInside.SettingsOf(unchanged)));
        Assert.Equal(expected, SettingsText.Of(SinkInside.SettingsOf(logger)));
    }

    [Theory]
    [InlineData("WriteTo", "RudderStackSink")]
    [InlineData("AuditTo", "AuditRudderStackSink")]
    public void KeyAndUrlAreEnough(string section, string sink)
    {
        using var logger = SerilogSection.LoggerFrom(SerilogSection.GoodArguments(), section);

        Assert.Equal(sink, SinkInside.SinkOf(logger)!.GetType().Name);
        Assert.Equal("https://plane.example/v1/batch", SinkInside.SettingsOf(logger).BatchEndpoint.AbsoluteUri);
        Assert.Equal(WriteKey.ToBasicCredentials("key"), SinkInside.SettingsOf(logger).BasicCredentials);
    }

    [Theory]
    [InlineData("WriteTo")]
    [InlineData("AuditTo")]
    public void ASinkThatIsSwitchedOffNeedsNothingElseAndIgnoresEveryEvent(string section)
    {
        using var logger = SerilogSection.LoggerFrom("""{ "enabled": "False" }""", section);

        Assert.IsType<DisabledSink>(SinkInside.SinkOf(logger));
        logger.ForContext("EventType", "track").Information("Order Completed");
    }

    // An event without any id: AuditTo throws for it, if it passes.
    [Theory]
    [InlineData("restrictedToMinimumLevel", "Warning")]
    [InlineData("levelSwitch", "$analytics")]
    public void LevelsCanBeRestricted(string argument, string value)
    {
        var arguments = SerilogSection.GoodArguments();
        arguments[argument] = value;
        using var logger = SerilogSection.LoggerFrom(arguments, "AuditTo");
        var invalid = logger.ForContext("EventType", "track");

        invalid.Information("Order Completed");

        Assert.Throws<AggregateException>(() => invalid.Warning("Order Completed"));
    }

    // What configuration can express, but not what was meant.
    [Theory]
    [InlineData("{ }", "writeKey is empty", "dataPlaneUrl is empty")]
    [InlineData("""{ "writeKey": null, "dataPlaneUrl": "" }""", "writeKey is empty", "dataPlaneUrl is empty")]
    [InlineData("""{ "writeKey": "key", "dataPlaneUrl": "nonsense" }""", "dataPlaneUrl is not an absolute http or https URL")]
    [InlineData("""{ "maxMessageBytes": 0 }""", "MaxMessageBytes is 0")]
    [InlineData("""{ "maxMessageBytes": null }""", "MaxMessageBytes is 0")]
    [InlineData("""{ "requestTimeout": 30 }""", "RequestTimeout is 30.00:00:00", "write 00:00:30 for thirty seconds")]
    [InlineData("""{ "looseProperties": 7 }""", "LooseProperties is 7")]
    [InlineData("""{ "eventTypeProperty": null }""", "EventTypeProperty is empty")]
    [InlineData("""{ "defaultContext": { "app": { "name": "Shop" } } }""", "DefaultContext has a value under 'app'", "write dotted keys")]
    [InlineData("""{ "defaultIntegrations": { "All": "no" } }""", "DefaultIntegrations has a value for 'All'")]
    [InlineData("""{ "defaultIntegrations": { "Amplitude": { "a": 1 } } }""", "DefaultIntegrations has a value for 'Amplitude'")]
    public void NonsenseIsAFaultWhenTheLoggerIsMade(string arguments, params string[] problems)
    {
        foreach (var section in new[] { "WriteTo", "AuditTo" })
        {
            // Serilog.Settings.Configuration calls the method by reflection.
            var exception = Assert.Throws<TargetInvocationException>(() => SerilogSection.LoggerFrom(arguments, section));

            var fault = Assert.IsType<ArgumentException>(exception.InnerException);
            Assert.All(problems, problem => Assert.Contains(problem, fault.Message, StringComparison.Ordinal));
        }
    }

    // Serilog.Settings.Configuration fails by itself, before it calls the method; what matters is that nothing starts.
    [Theory]
    [InlineData("batchSize", "many")]
    [InlineData("interval", "soon")]
    [InlineData("verbose", "yes")]
    [InlineData("propertyNaming", "kebab")]
    [InlineData("propertyDenyList", "Cost")]
    public void TextThatIsNoValueOfItsTypeStopsTheStart(string argument, string value)
    {
        var arguments = SerilogSection.GoodArguments();
        arguments[argument] = value;

        Assert.ThrowsAny<Exception>(() => SerilogSection.LoggerFrom(arguments));
    }
}
