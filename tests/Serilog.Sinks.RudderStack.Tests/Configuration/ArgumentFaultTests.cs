using Microsoft.Extensions.Configuration;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary>Faults of an entry of Serilog.Settings.Configuration, beside those of its options.</summary>
public class ArgumentFaultTests
{
    const string Source = """ "writeKey": "key", "dataPlaneUrl": "https://plane.example" """;

    [Theory]
    [InlineData(""" "interval": "soon" """, "interval is 'soon'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "interval": "" """, "interval is ''; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "interval": 30 """, "interval is '30'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "batchSize": "many" """, "batchSize is 'many'; write a whole number.")]
    [InlineData(""" "batchSize": 1.5 """, "batchSize is '1.5'; write a whole number.")]
    [InlineData(""" "batchSize": [] """, "batchSize is ''; write a whole number.")]
    [InlineData(""" "batchSize": 0 """, "batchSize is 0; write a number from 1 to 100000.")]
    [InlineData(""" "retryAfter": "" """, "retryAfter is ''; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "options": { "MaxBatchBytes": 500 } """, "options:MaxBatchBytes is 500, too small for one message (MaxMessageBytes, 32768) and the 12 bytes around it; write at least 32780, or lower MaxMessageBytes.")]
    [InlineData(""" "options": { "MaxBatchBytes": 500, "MaxMessageBytes": 489 } """, "options:MaxMessageBytes is 489, but a request of MaxBatchBytes (500) has room for 488; write no more than that, or raise MaxBatchBytes.")]
    [InlineData(""" "verbose": "yes" """, "verbose is 'yes'; write true or false.")]
    [InlineData(""" "enabled": 1 """, "enabled is '1'; write true or false.")]
    [InlineData(""" "restrictedToMinimumLevel": "loud" """, "restrictedToMinimumLevel is 'loud'; write one of Verbose, Debug, Information, Warning, Error, Fatal.")]
    [InlineData(""" "restrictedToMinimumLevel": "3" """, "restrictedToMinimumLevel is '3'; write one of Verbose, Debug, Information, Warning, Error, Fatal.")]
    [InlineData(""" "queueLimit": 5 """, "queueLimit is not an argument but an option; move it to Serilog:WriteTo:0:Args:options:QueueLimit.")]
    [InlineData(""" "defaultContext": { "app.name": "Shop" } """, "defaultContext is not an argument but an option; move it to Serilog:WriteTo:0:Args:options:DefaultContext.")]
    [InlineData(""" "onDropped": "Shop.Hooks::Dropped, Shop" """, "onDropped can only be set in code.")]
    [InlineData(""" "batchSize": 7, "options": { "BatchSize": 8 } """, "batchSize is also set by Serilog:WriteTo:0:Args:options:batchSize; write one of them.")]
    public void NonsenseIsAFaultWithItsPath(string arguments, string expected) =>
        Assert.Equal([$"- Serilog:WriteTo:0:Args:{expected}"], SerilogSection.FaultsWith(arguments));

    [Theory]
    [InlineData("WriteTo", "it takes writeKey, dataPlaneUrl, interval, batchSize, retryAfter, verbose, disableGzip, noProxySupport, enabled, options, restrictedToMinimumLevel, levelSwitch, and every option of the sink in options.")]
    [InlineData("AuditTo", "it takes writeKey, dataPlaneUrl, disableGzip, noProxySupport, enabled, options, restrictedToMinimumLevel, levelSwitch, and every option of the sink in options.")]
    public void AnUnknownNameIsAFaultHoweverFewArgumentsThereAre(string section, string advice)
    {
        foreach (var others in new[] { "", """, "options": {}""", """, "options": { "MaxMessageBytes": 100 }""", """, "enabled": true""", """, "levelSwitch": "$analytics" """ })
            Assert.Equal([$"- Serilog:{section}:0:Args:intervall is no argument of {section}.RudderStack; {advice}"], SerilogSection.FaultsWith($""" "intervall": "00:00:01"{others} """, section));
    }

    // A form for code that fits better would read it loosely; see the remark at the forms.
    [Theory]
    [InlineData("sinkOptions")]
    [InlineData("sink")]
    [InlineData("Options2")]
    public void ASectionOfAnotherNameIsAFault(string name) =>
        Assert.StartsWith($"- Serilog:WriteTo:0:Args:{name} is no argument", Assert.Single(SerilogSection.FaultsWith($$""" "{{name}}": { "BatchSize": 7 } """)), StringComparison.Ordinal);

    [Fact]
    public void AKeyOnlyOrNothingAtAllIsAFault()
    {
        foreach (var section in new[] { "WriteTo", "AuditTo" })
        {
            var args = SerilogSection.PathIn(section);
            Assert.Equal([$"- {args}:writeKey is empty", $"- {args}:dataPlaneUrl is empty"], FaultsFrom("{ }"));
            Assert.Equal([$"- {args}:dataPlaneUrl is empty"], FaultsFrom("""{ "writeKey": "key" }"""));
            Assert.Equal([$"- {args}:writeKey is empty", $"- {args}:dataPlaneUrl is empty"], FaultsFrom("""{ "writeKey": null, "dataPlaneUrl": "" }"""));

            string[] FaultsFrom(string arguments) =>
                SerilogSection.FaultsOf(() => SerilogSection.LoggerFrom(arguments, section)).Select(line => line.Split(';')[0]).ToArray();
        }
    }

    [Theory]
    [InlineData("Serilog", "WriteTo")]
    [InlineData("Serilog", "AuditTo")]
    [InlineData("Logs", "WriteTo")]
    public void AnUnknownNameIsFoundInAnySection(string name, string section)
    {
        var configuration = SerilogSection.ConfigurationOf($$"""{ "Other": { "Name": "RudderStack" }, "{{name}}": { "Using": [ "Serilog.Sinks.RudderStack" ], {{EntryOf(section)}} } }""");

        AssertFound($"{name}:{section}:0:Args", () => new LoggerConfiguration().ReadFrom.Configuration(configuration, new Serilog.Settings.Configuration.ConfigurationReaderOptions { SectionName = name }).CreateLogger());
    }

    [Fact]
    public void AnUnknownNameIsFoundInASectionThatIsGivenByItself()
    {
        var configuration = SerilogSection.ConfigurationOf($$"""{ "App": { "Serilog": { "Using": [ "Serilog.Sinks.RudderStack" ], {{EntryOf("WriteTo")}} } } }""");

        AssertFound("App:Serilog:WriteTo:0:Args", () => SerilogSection.LoggerFrom(configuration.GetSection("App")));
        AssertFound("App:Serilog:WriteTo:0:Args", () => new LoggerConfiguration().ReadFrom.Configuration(configuration.GetSection("App:Serilog"), new Serilog.Settings.Configuration.ConfigurationReaderOptions { SectionName = "" }).CreateLogger());
    }

    [Fact]
    public void WithOptionsItIsFoundHoweverDeepTheSectionLies()
    {
        var configuration = SerilogSection.ConfigurationOf($$"""{ "A": { "B": { "Serilog": { "Using": [ "Serilog.Sinks.RudderStack" ], {{EntryOf("WriteTo", """, "options": { "QueueLimit": 7 }""")}} } } } }""");

        AssertFound("A:B:Serilog:WriteTo:0:Args", () => new LoggerConfiguration().ReadFrom.Configuration(configuration, new Serilog.Settings.Configuration.ConfigurationReaderOptions { SectionName = "A:B:Serilog" }).CreateLogger());
        AssertFound("A:B:Serilog:WriteTo:0:Args", () => SerilogSection.LoggerFrom(configuration.GetSection("A:B")));
    }

    [Theory]
    [InlineData("WriteTo")]
    [InlineData("AuditTo")]
    public void AnUnknownNameIsFoundInsideOtherSinks(string around)
    {
        var configuration = SerilogSection.ConfigurationOf($$"""
            { "Serilog": { "Using": [ "Serilog.Sinks.RudderStack" ], "{{around}}": { "inner": { "Name": "Logger", "Args": { "configureLogger": { {{EntryOf("WriteTo")}} } } } } } }
            """);

        AssertFound($"Serilog:{around}:inner:Args:configureLogger:WriteTo:0:Args", () => SerilogSection.LoggerFrom(configuration));
    }

    [Fact]
    public void OtherEntriesAreNoneOfItsBusiness()
    {
        var configuration = SerilogSection.ConfigurationOf($$"""
            {
              "Serilog": {
                "Using": [ "Serilog.Sinks.RudderStack" ],
                "WriteTo": [ { "Name": "RudderStack", "Args": { {{Source}}, "interval": "00:00:01" } }, "RudderStackToo" ],
                "AuditTo": [ { "Name": "RudderStack", "Args": { {{Source}} } } ]
              },
              "Idle": { "WriteTo": [ { "Name": "RudderStack", "Args": { "writeKey": "another", "dataPlaneUrl": "https://plane.example", "intervall": 1 } } ] }
            }
            """);

        SerilogSection.LoggerFrom(configuration).Dispose();
    }

    [Theory]
    [InlineData(""" "batchSize": "2bQvXv0pkyKXpXoVDAFKZbZ2Aab" """)]
    [InlineData(""" "2bQvXv0pkyKXpXoVDAFKZbZ2Aab": "" """)]
    [InlineData(""" "options": { "2bQvXv0pkyKXpXoVDAFKZbZ2Aab": "" } """)]
    [InlineData(""" "options": { "QueueLimit": "2bQvXv0pkyKXpXoVDAFKZbZ2Aab" } """)]
    [InlineData(""" "options": { "PropertyDenyList": "2bQvXv0pkyKXpXoVDAFKZbZ2Aab" } """)]
    [InlineData(""" "options": { "WhenQueueFull": "2bQvXv0pkyKXpXoVDAFKZbZ2Aab" } """)]
    [InlineData(""" "interval": "https://plane.example/2bQvXv0pkyKXpXoVDAFKZbZ2Aab" """)]
    [InlineData(""" "options": { "Interval": "https://2bQvXv0pkyKXpXoVDAFKZbZ2Aab@plane.example" } """)]
    [InlineData(""" "options": { "key 2bQvXv0pkyKXpXoVDAFKZbZ2Aab": "" } """)]
    public void AWriteKeyInAWrongPlaceIsNotShown(string arguments)
    {
        foreach (var key in new[] { "", "2bQvXv0pkyKXpXoVDAFKZbZ2Aab", "other" })
        {
            var lines = SerilogSection.FaultsOf(() => SerilogSection.LoggerFrom($$"""{ "writeKey": "{{key}}", "dataPlaneUrl": "https://plane.example", {{arguments}} }"""));

            Assert.DoesNotContain(lines, line => line.Contains("2bQvXv", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("op")]
    [InlineData("Ser")]
    public void AShortKeyHidesNoPath(string key) => Assert.Equal(
        ["- Serilog:WriteTo:0:Args:options:QueueLimit is 'many'; write a whole number."],
        SerilogSection.FaultsOf(() => SerilogSection.LoggerFrom($$"""{ "writeKey": "{{key}}", "dataPlaneUrl": "https://plane.example", "options": { "QueueLimit": "many" } }""")));

    [Theory]
    [InlineData(""" "a\nb": "" """, "- Serilog:WriteTo:0:Args:a b is no argument")]
    [InlineData(""" "options": { "a\r\nb": "" } """, "- Serilog:WriteTo:0:Args:options:a b is no option")]
    [InlineData(""" "batchSize": "1\n2" """, "- Serilog:WriteTo:0:Args:batchSize is '1 2'; write a whole number.")]
    public void ALineBreakInASettingBreaksNoLine(string arguments, string expected) =>
        Assert.StartsWith(expected, Assert.Single(SerilogSection.FaultsWith(arguments)), StringComparison.Ordinal);

    static string EntryOf(string section, string more = "") =>
        $$""" "{{section}}": [ { "Name": "RudderStack", "Args": { {{Source}}, "intervall": "00:00:01"{{more}} } } ] """;

    static void AssertFound(string args, Func<Serilog.Core.Logger> make) =>
        Assert.StartsWith($"- {args}:intervall is no argument", Assert.Single(SerilogSection.FaultsOf(make)), StringComparison.Ordinal);
}
