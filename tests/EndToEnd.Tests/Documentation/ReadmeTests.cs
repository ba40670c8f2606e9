using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Delivery;

namespace EndToEnd.Tests.Documentation;

public sealed partial class ReadmeTests
{
    // What a new console project has without a word.
    const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // The SDK suppresses these as well: a package may have been built against an older version of another.
    static readonly Dictionary<string, ReportDiagnostic> AsTheSdk = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static TheoryData<int> CSharpBlocks => [.. Readme.Blocks("csharp").Select(block => block.Line)];

    public static TheoryData<int> JsonBlocks => [.. Readme.Blocks("json").Select(block => block.Line)];

    [Theory]
    [MemberData(nameof(CSharpBlocks))]
    public void CodeCompilesAsWritten(int line)
    {
        var code = Readme.Blocks("csharp").Single(block => block.Line == line).Code;
        var isLibrary = LibraryCode().IsMatch(code);
        var compilation = CSharpCompilation.Create(
            "Readme",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
            References,
            new CSharpCompilationOptions(
                isLibrary ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication,
                specificDiagnosticOptions: AsTheSdk,
                nullableContextOptions: NullableContextOptions.Enable));

        Assert.Empty(compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning));
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
        var before = LiveSinks.Snapshot().Length;

        using var logger = new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();

        Assert.Equal(before + 1, LiveSinks.Snapshot().Length);
    }

    [Fact]
    public void TheLoggingSectionConfiguresTheProvider()
    {
        var section = Readme.Blocks("json").Single(block => block.Code.Contains("\"Logging\"", StringComparison.Ordinal)).Code;
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(section))).Build();

        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddRudderStack())
            .BuildServiceProvider();
        var log = services.GetRequiredService<ILogger<ReadmeTests>>();

        Assert.True(log.IsEnabled(LogLevel.Information));
        Assert.Equal(1, RudderStackDelivery.CountSinks("WRITE_KEY", "https://your-data-plane.example"));
    }

    [Fact]
    public void TheOptionsTableNamesEveryOptionAndNoOther()
    {
        var table = Readme.Text.Split("\n## Options\n")[1].Split("\n## ")[0];
        var named = table.Split('\n').Where(row => row.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(row => OptionName().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value));
        var options = typeof(RudderStackSinkOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name);

        Assert.Equal(options.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
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

    [GeneratedRegex(@"--project (\S+)")]
    private static partial Regex ProjectArgument();

    // A block that begins with a type, such as a test class, has no statements to run.
    [GeneratedRegex(@"^(public|sealed|static)[\w ]* class ", RegexOptions.Multiline)]
    private static partial Regex LibraryCode();
}
