using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Delivery;

namespace EndToEnd.Tests.Documentation;

public sealed partial class ReadmeTests
{
    // Blocks of other languages are not ours to compile. "cs" is C# that uses somebody else's library.
    static readonly string[] Languages = ["shell", "csharp", "json", "xml", "go", "cs"];

    public static TheoryData<int> CSharpBlocks => [.. Readme.Blocks("csharp").Select(block => block.Line)];

    public static TheoryData<int> JsonBlocks => [.. Readme.Blocks("json").Select(block => block.Line)];

    [Theory]
    [MemberData(nameof(CSharpBlocks))]
    public void CodeCompilesAsWritten(int line)
    {
        var code = Readme.Blocks("csharp").Single(block => block.Line == line).Code;

        Assert.Empty(ReadmeCode.Compile(code).GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public void NoCodeOfOursEscapesTheCompiler()
    {
        Assert.Empty(Readme.Languages.Except(Languages));
        Assert.All(Readme.Blocks("cs"), block => Assert.Matches("^(using RudderStack;|RudderAnalytics\\.)", block.Code));
        Assert.All(Readme.Blocks("cs"), block => Assert.DoesNotContain("Serilog", block.Code, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(JsonBlocks))]
    public void JsonIsValid(int line)
    {
        using var document = JsonDocument.Parse(Readme.Blocks("json").Single(block => block.Line == line).Code);

        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void TheSerilogSectionConfiguresALogger()
    {
        var section = Readme.Blocks("json").Single(block => block.Code.Contains("\"WriteTo\"", StringComparison.Ordinal)).Code;
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(section))).Build();
        var before = LiveSinks.Snapshot();

        using var logger = new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();

        Assert.Single(LiveSinks.Snapshot().Except(before));
    }

    [Fact]
    public void TheLoggingSectionConfiguresTheProvider()
    {
        var section = Readme.Blocks("json").Single(block => block.Code.Contains("\"Logging\"", StringComparison.Ordinal)).Code;
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(section))).Build();

        var before = LiveSinks.Snapshot();

        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddRudderStack())
            .BuildServiceProvider();
        var log = services.GetRequiredService<ILogger<ReadmeTests>>();

        Assert.True(log.IsEnabled(LogLevel.Information));
        Assert.Single(LiveSinks.Snapshot().Except(before));
    }

    [Fact]
    public void TheOptionsTableNamesEveryOptionAndNoOther()
    {
        var table = Readme.Section("Options");
        var named = table.Split('\n').Where(row => row.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(row => OptionName().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value));
        var options = typeof(RudderStackSinkOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name);

        Assert.Equal(options.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
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

        var named = Readme.Section("Moving over").Split('\n').Where(row => row.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(row => Quoted().Matches(row.Split('|')[2]).Select(match => match.Groups[1].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(there));
    }

    [Fact]
    public void EveryContentsEntryLeadsToAHeading()
    {
        var anchors = Heading().Matches(Readme.Text).Select(heading => NotInAnchors().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet();
        var links = Link().Matches(Readme.Text).Select(link => link.Groups[1].Value).ToList();

        Assert.NotEmpty(links);
        Assert.Empty(links.Except(anchors));
        Assert.All(SectionHeading().Matches(Readme.Text).Select(heading => heading.Groups[1].Value).Except(["Contents", "License"]), heading =>
            Assert.Contains($"[{heading}](#", Readme.Section("Contents"), StringComparison.Ordinal));
    }

    [Fact]
    public void EveryProjectThatACommandNamesIsThere()
    {
        var projects = Readme.Blocks("shell").SelectMany(block => ProjectArgument().Matches(block.Code)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.NotEmpty(Directory.GetFiles(Readme.PathOf(project), "*.csproj")));
    }

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex OptionName();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("^##+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex SectionHeading();

    [GeneratedRegex(@"\]\(#([^)]+)\)")]
    private static partial Regex Link();

    // As GitHub makes them.
    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"--project (\S+)")]
    private static partial Regex ProjectArgument();
}
