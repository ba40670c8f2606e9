using System.Text;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.Configuration;
using Serilog;

namespace EndToEnd.Tests.Documentation;

/// <summary>Serilog.Settings.Configuration says what the README of the configuration says that it does.</summary>
public sealed class SettingsMessagesTests : EndToEndTest
{
    public static TheoryData<string> Messages => [.. Table().Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void TheMessageIsThatOfTheTable(string message)
    {
        var said = message switch
        {
            "Unable to find a method called" => SelfLogOf("""{ "WriteTo": [ { "Name": "RudderStak", "Args": { } } ] }"""),
            "Type on was not found." => Thrown(""" "options": "on" """),
            "Invalid cast from 'System.String' to 'Microsoft.Extensions.Configuration.IConfigurationSection'." => Thrown(""" "options": [] """),
            "Cannot create instance of type 'System.String'" => Thrown(""" "batchSize": [ 1 ] """),
            "No LoggingLevelSwitch has been declared with name" => Thrown(""" "levelSwitch": "$none" """),
            "is assigned different value types in more than one configuration source." => Thrown(""" "batchSize": 1 """, """ "batchSize": { "is": 1 } """),
            "Configuration resolution for" => Thrown(""" "configure": { "BatchSize": 7 } """),
            "Trying to invoke a configuration method accepting a" => ThrownBySection(""" "batchSize": 1 """),
            _ => throw new NotSupportedException("Say how this message comes about."),
        };

        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTableIsThere() => Assert.True(Table().Count > 5);

    static Dictionary<string, string> Table() => Readme.Of("src/Serilog.Sinks.RudderStack/Configuration/README.md").Section("What Serilog.Settings.Configuration says").Text.Split('\n')
        .Where(row => row.StartsWith("| `", StringComparison.Ordinal))
        .ToDictionary(row => row.Split('`')[1], row => row.Split('|')[2]);

    string SelfLogOf(string section)
    {
        WithoutCallbacks();
        using var logger = new LoggerConfiguration().ReadFrom.Configuration(ConfigurationOf(section)).CreateLogger();
        return Reported.Text;
    }

    static string Thrown(params string[] arguments) =>
        Assert.ThrowsAny<Exception>(() => new LoggerConfiguration().ReadFrom.Configuration(ConfigurationOf([.. arguments.Select(SectionWith)])).CreateLogger().Dispose()).Message;

#pragma warning disable CS0618 // What it says to those who still use it.
    static string ThrownBySection(string arguments) =>
        Assert.ThrowsAny<Exception>(() => new LoggerConfiguration().ReadFrom.ConfigurationSection(ConfigurationOf(SectionWith(arguments)).GetSection("Serilog")).CreateLogger().Dispose()).Message;
#pragma warning restore CS0618

    static string SectionWith(string arguments) =>
        $$"""{ "Using": [ "Serilog.Sinks.RudderStack" ], "WriteTo": [ { "Name": "RudderStack", "Args": { "writeKey": "key", "dataPlaneUrl": "https://plane.example", {{arguments}} } } ] }""";

    static IConfigurationRoot ConfigurationOf(params string[] sections)
    {
        var builder = new ConfigurationBuilder();
        foreach (var section in sections)
            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Serilog": {{section}} }""")));
        return builder.Build();
    }
}
