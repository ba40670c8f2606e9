using System.Reflection;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary>What Serilog.Settings.Configuration makes of <c>appsettings.json</c>.</summary>
public class JsonConfigurationTests
{
    public static IEnumerable<object[]> Options { get; } =
        from section in new[] { "WriteTo", "AuditTo" }
        from option in BindableOptions.All
        where option.Name != nameof(RudderStackSinkOptions.Enabled)
        select new object[] { section, option.Name };

    [Theory]
    [MemberData(nameof(Options))]
    public void EachOptionCanBeSetInOptions(string section, string name)
    {
        var option = typeof(RudderStackSinkOptions).GetProperty(name)!;
        var sample = BindableOptions.Sample(option);
        AssertSets(section, $$""" "options": { "{{name}}": {{SerilogSection.ToJson(sample)}} } """, option, sample);
    }

    [Theory]
    [InlineData("WriteTo", "Interval")]
    [InlineData("WriteTo", "BatchSize")]
    [InlineData("WriteTo", "RetryAfter")]
    [InlineData("WriteTo", "Verbose")]
    [InlineData("WriteTo", "DisableGzip")]
    [InlineData("WriteTo", "NoProxySupport")]
    [InlineData("AuditTo", "DisableGzip")]
    [InlineData("AuditTo", "NoProxySupport")]
    public void TheUsualOptionsAreArguments(string section, string name)
    {
        var option = typeof(RudderStackSinkOptions).GetProperty(name)!;
        var sample = BindableOptions.Sample(option);
        AssertSets(section, $$""" "{{char.ToLowerInvariant(name[0])}}{{name[1..]}}": {{SerilogSection.ToJson(sample)}} """, option, sample);
    }

    [Theory]
    [InlineData("WriteTo", "RudderStackSink")]
    [InlineData("AuditTo", "AuditRudderStackSink")]
    public void KeyAndUrlAreEnough(string section, string sink)
    {
        using var logger = SerilogSection.LoggerWith(""" "options": null """, section);

        Assert.Equal(sink, SinkInside.SinkOf(logger)!.GetType().Name);
        Assert.Equal("https://plane.example/v1/batch", SinkInside.SettingsOf(logger).BatchEndpoint.AbsoluteUri);
        Assert.Equal(WriteKey.ToBasicCredentials("key"), SinkInside.SettingsOf(logger).BasicCredentials);
    }

    [Theory]
    [InlineData("WriteTo", """{ "enabled": "False" }""")]
    [InlineData("AuditTo", """{ "enabled": false }""")]
    [InlineData("WriteTo", """{ "options": { "enabled": false } }""")]
    [InlineData("AuditTo", """{ "options": { "Enabled": "false" } }""")]
    public void ASinkThatIsSwitchedOffNeedsNothingElseAndIgnoresEveryEvent(string section, string arguments)
    {
        using var logger = SerilogSection.LoggerFrom(arguments, section);

        Assert.IsType<DisabledSink>(SinkInside.SinkOf(logger));
        logger.ForContext("EventType", "track").Information("Order Completed");
    }

    // An event without any id: AuditTo throws for it, if it passes.
    [Theory]
    [InlineData(""" "restrictedToMinimumLevel": "Warning" """)]
    [InlineData(""" "restrictedToMinimumLevel": "warning" """)]
    [InlineData(""" "levelSwitch": "$analytics" """)]
    public void LevelsCanBeRestricted(string argument)
    {
        using var logger = SerilogSection.LoggerWith(argument, "AuditTo");
        var invalid = logger.ForContext("EventType", "track");

        invalid.Information("Order Completed");

        Assert.Throws<AggregateException>(() => invalid.Warning("Order Completed"));
    }

    [Fact]
    public void EnvironmentVariablesAreExpandedInOptionsAsInArguments()
    {
        var variable = $"RudderStackTest{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, "7");
        try
        {
            using var logger = SerilogSection.LoggerWith(
                $$""" "batchSize": "%{{variable}}%", "options": { "QueueLimit": "%{{variable}}%", "UserIdProperty": "U%{{variable}}%" } """);

            var settings = SinkInside.SettingsOf(logger);
            Assert.Equal((7, 7, "U7"), (settings.BatchSize, settings.QueueLimit, settings.Mapping.Names.UserId));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    // Serilog.Settings.Configuration fails by itself, before it calls the method; what matters is that nothing starts.
    [Theory]
    [InlineData(""" "options": "text" """)]
    [InlineData(""" "options": [] """)]
    [InlineData(""" "batchSize": [ 1 ] """)]
    [InlineData(""" "batchSize": { "is": 1 } """)]
    [InlineData(""" "levelSwitch": "$unknown" """)]
    [InlineData(""" "configure": { "BatchSize": 7 } """)]
    public void WhatItCannotPassOnStopsTheStart(string arguments)
    {
        foreach (var section in new[] { "WriteTo", "AuditTo" })
        {
            if (section == "WriteTo" || !arguments.Contains("batchSize", StringComparison.Ordinal))
                Assert.ThrowsAny<Exception>(() => SerilogSection.LoggerWith(arguments, section).Dispose());
        }
    }

    [Fact]
    public void AllFaultsAreReportedAtOnceEachWithItsPath()
    {
        var lines = SerilogSection.FaultsOf(() => SerilogSection.LoggerFrom(
            """
            {
              "writeKey": "", "dataPlaneUrl": "plane", "intervall": 1, "batchSize": "many", "restrictedToMinimumLevel": "loud",
              "options": { "QueueLimit": 0, "RequestTimeout": "2:00:00", "BatchSzie": 7 }
            }
            """));

        Assert.Equal(
            [
                "- Serilog:WriteTo:0:Args:intervall is no argument of WriteTo.RudderStack",
                "- Serilog:WriteTo:0:Args:batchSize is 'many'",
                "- Serilog:WriteTo:0:Args:options:BatchSzie is no option of the sink",
                "- Serilog:WriteTo:0:Args:restrictedToMinimumLevel is 'loud'",
                "- Serilog:WriteTo:0:Args:writeKey is empty",
                "- Serilog:WriteTo:0:Args:dataPlaneUrl is not an absolute http or https URL",
                "- Serilog:WriteTo:0:Args:options:RequestTimeout (written '2:00:00') is 02:00:00, above its limit of one hour",
                "- Serilog:WriteTo:0:Args:options:QueueLimit is 0",
            ],
            lines.Select(line => line.Split(';')[0]));
    }

    static void AssertSets(string section, string arguments, PropertyInfo option, object sample)
    {
        var options = new RudderStackSinkOptions();
        option.SetValue(options, sample);
        var expected = SettingsText.Of(OptionsValidator.Freeze("key", "https://plane.example", options)!);

        using var unchanged = SerilogSection.LoggerWith(""" "verbose": null """.Replace("verbose", "enabled", StringComparison.Ordinal), section);
        using var logger = SerilogSection.LoggerWith(arguments, section);

        Assert.NotEqual(expected, SettingsText.Of(SinkInside.SettingsOf(unchanged)));
        Assert.Equal(expected, SettingsText.Of(SinkInside.SettingsOf(logger)));
    }
}
