using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Delivery;

namespace EndToEnd.Tests.Documentation;

/// <summary>What single manuals say of options, settings, members and instruments.</summary>
public sealed partial class ManualTests
{
    static readonly Readme Settings = Readme.Of("src/Serilog.Sinks.RudderStack/Settings/README.md");

    static readonly Readme Configuration = Readme.Of("src/Serilog.Sinks.RudderStack/Configuration/README.md");

    static readonly Readme Reports = Readme.Of("src/Serilog.Sinks.RudderStack/Reports/README.md");

    static readonly Readme MicrosoftLogging = Readme.Of("src/Serilog.Extensions.Logging.RudderStack/README.md");

    static readonly Readme Tool = Readme.Of("src/RudderStack.LocalDataPlane.Tool/README.md");

    static readonly Readme Migration = Readme.Of("samples/Migration/README.md");

    [Fact]
    public void TheSerilogSectionConfiguresALogger()
    {
        var configuration = ConfigurationOf(Configuration, "\"WriteTo\"");
        var before = LiveSinks.Snapshot();

        using var logger = new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();

        Assert.Single(LiveSinks.Snapshot().Except(before));
    }

    [Fact]
    public void TheLoggingSectionConfiguresTheProvider()
    {
        var configuration = ConfigurationOf(MicrosoftLogging, "\"Logging\"");
        var before = LiveSinks.Snapshot();

        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddRudderStack())
            .BuildServiceProvider();
        var log = services.GetRequiredService<ILogger<ManualTests>>();

        Assert.True(log.IsEnabled(LogLevel.Information));
        Assert.Single(LiveSinks.Snapshot().Except(before));
    }

    [Fact]
    public void TheOptionsTableNamesEveryOptionAndNoOther()
    {
        var named = Rows(Settings.Text).SelectMany(row => Word().Matches(row[1]).Select(match => match.Groups[1].Value));
        var options = typeof(RudderStackSinkOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name);

        Assert.Equal(options.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheToolsTableNamesEveryOptionOfItsHelpAndNoOther()
    {
        var usage = File.ReadAllText(Readme.PathOf("src/RudderStack.LocalDataPlane.Tool/CommandLine.cs"));
        var options = HelpOption().Matches(usage).Select(match => match.Groups[1].Value);
        var named = Rows(Tool.Section("Options").Text).Select(row => ToolOption().Match(row[1]).Value);

        Assert.Equal(options.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheMetersTableNamesEveryInstrumentAndNoOther()
    {
        using var meter = new Measurements();
        using var logger = new LoggerConfiguration().WriteTo.RudderStack("key", "https://your-data-plane.example").CreateLogger();

        // The first event makes the counters; it has no user, so that nothing is sent.
        logger.Track(null, "Order Completed");
        var named = Rows(Reports.Section("Meter").Text).SelectMany(row => Quoted().Matches(row[1]).Select(match => match.Groups[1].Value));

        Assert.Equal(meter.Instruments.Select(instrument => instrument.Name).Distinct().Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatMovingOverNamesIsThere()
    {
        var ours = typeof(RudderStackSinkOptions).Assembly.GetExportedTypes();
        var there = ours.Select(type => type.Name)
            .Concat(ours.SelectMany(type => type.GetMembers()).Select(member => member.Name))
            .Concat(ours.SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters()).Select(parameter => parameter.Name!))
            .Concat(typeof(Log).GetMethods().Select(method => method.Name))
            .Append("AuditTo.RudderStack").Append("SelfLog").Append("TimeSpan").ToHashSet();

        var named = Rows(Migration.Text).SelectMany(row => Quoted().Matches(row[2]).Select(match => match.Groups[1].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(there));
    }

    static IConfiguration ConfigurationOf(Readme readme, string part)
    {
        var json = readme.Blocks("json").Single(block => block.Code.Contains(part, StringComparison.Ordinal)).Code;
        return new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
    }

    /// <summary>The cells of tables, from the second on since a row begins with its border.</summary>
    static IEnumerable<string[]> Rows(string text) =>
        text.Split('\n').Where(row => row.StartsWith("| ", StringComparison.Ordinal) && !row.StartsWith("| ---", StringComparison.Ordinal)).Select(row => row.Split('|')).Where(row => row[1].Contains('`', StringComparison.Ordinal) || row[2].Contains('`', StringComparison.Ordinal));

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Word();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("^ +(--[a-z-]+) ", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex ToolOption();
}
