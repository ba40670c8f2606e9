using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Sinks.RudderStack.Durable;

namespace EndToEnd.Tests.Documentation;

/// <summary>The README of the package with the outbox.</summary>
public sealed partial class DurableReadmeTests : EndToEndTest
{
    static readonly Readme Durable = Readme.Of("src/Serilog.Sinks.RudderStack.Durable/README.md");

    readonly string _folder = Directory.CreateTempSubdirectory("readme-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task TheFirstSnippetSends()
    {
        var snippet = Durable.Snippets.First();

        WithoutCallbacks();
        await ReadmeCode.RunAsync(snippet.With(OfThisTest(snippet.Code.Replace("SelfLog.Enable(Console.Error);", "", StringComparison.Ordinal).Replace("using Serilog.Debugging;", "", StringComparison.Ordinal))));

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task TheSerilogSectionSends()
    {
        WithoutCallbacks();
        var logger = Keep(new LoggerConfiguration().ReadFrom.Configuration(Section("\"WriteTo\"")).CreateLogger());
        logger.LogTrack("Order Completed");
        await FlushAsync();

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task TheLoggingSectionSends()
    {
        WithoutCallbacks();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(Section("\"Logging\"").GetSection("Logging")).AddRudderStack().UseDurableOutbox())
            .BuildServiceProvider();
        services.GetRequiredService<ILogger<DurableReadmeTests>>().Track("user-1", "Order Completed");
        await FlushAsync();

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public void TheTableNamesEveryOptionAndNoOther()
    {
        var table = Durable.Section("Options of the outbox").Text;
        var named = OptionName().Matches(table).Select(match => match.Groups[1].Value);

        Assert.Equal(typeof(RudderStackOutboxOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name), named);
    }

    IConfiguration Section(string name)
    {
        var json = OfThisTest(Durable.Blocks("json").Single(block => block.Code.Contains(name, StringComparison.Ordinal)).Code);
        return new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
    }

    string OfThisTest(string text) => text
        .Replace("WRITE_KEY", WriteKey, StringComparison.Ordinal)
        .Replace("https://your-data-plane.example", DataPlane.Url, StringComparison.Ordinal)
        .Replace("/var/lib/shop", _folder, StringComparison.Ordinal)
        .Replace("\"analytics.db\"", $"\"{_folder}/analytics.db\"", StringComparison.Ordinal);

    [GeneratedRegex("^\\| `(\\w+)`", RegexOptions.Multiline)]
    private static partial Regex OptionName();
}
