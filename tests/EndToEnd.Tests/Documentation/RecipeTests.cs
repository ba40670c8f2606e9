using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using Serilog;

namespace EndToEnd.Tests.Documentation;

/// <summary>Runs the recipes as they stand in their README and compares what arrives with the JSON that stands beside them.</summary>
public sealed partial class RecipeTests : EndToEndTest
{
    const string Recipes = "Recipes";

    static readonly Readme Samples = Readme.Of("samples/README.md");

    static readonly Readme Migration = Readme.Of("samples/Migration/README.md");

    static readonly string[] DifferentEachTime = ["messageId", "originalTimestamp", "sentAt", "receivedAt", "request_ip", "rudderId"];

    public static TheoryData<string> RecipeNames => [.. Samples.Subsections(Recipes)];

    public static TheoryData<string> SdkNames => [.. Migration.Sections];

    [Theory]
    [MemberData(nameof(RecipeNames))]
    public async Task GivesTheMessageBesideIt(string recipe)
    {
        var section = Samples.Subsection(Recipes, recipe);
        var snippet = Samples.SnippetIn(section);
        var golden = JsonNode.Parse(Samples.BlockIn(section, "json").Code)!.ToJsonString();

        await RunAsync(snippet);

        Assert.Equal(Call().Count(snippet.Code), DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal(golden, WithoutTheUsual(message)));
    }

    [Theory]
    [InlineData("Session")]
    [InlineData("The user's id in another system")]
    [InlineData("Consent")]
    [InlineData("The group in which something happened")]
    [InlineData("The user's address")]
    public async Task WorksInBothForms(string recipe)
    {
        var snippet = Samples.SnippetIn(Samples.Subsection(Recipes, recipe));

        await RunAsync(snippet);

        Assert.Matches(@"Log\.Logger\.\w+\(", snippet.Code);
        Assert.Contains("Log.ForContext(", snippet.Code, StringComparison.Ordinal);
        Assert.Equal(2, DataPlane.Messages.Count);
    }

    [Theory]
    [MemberData(nameof(SdkNames))]
    public async Task MovedOverCodeSendsTheSixCalls(string sdk)
    {
        await RunAsync(Migration.SnippetIn(Migration.Section(sdk)));

        Assert.Equal(["identify", "track", "page", "screen", "group", "alias"], Stored("type"));
        Assert.All(Stored("userId"), userId => Assert.Equal("1hKOmRA4GRlm", userId));
    }

    /// <summary>Runs code whose reader has configured <see cref="Log.Logger"/>, unless the code does, and closes it.</summary>
    async Task RunAsync(Snippet snippet)
    {
        WithoutCallbacks();
        Log.Logger = CreateLogger();
        try
        {
            await ReadmeCode.RunAsync(snippet.With(snippet.Code
                .Replace("WRITE_KEY", WriteKey, StringComparison.Ordinal)
                .Replace("https://your-data-plane.example", DataPlane.Url, StringComparison.Ordinal)));
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }
    }

    // What the README says that it leaves out: what differs each time, and what is always the same and here checked to be.
    static string WithoutTheUsual(JsonElement stored)
    {
        var message = JsonNode.Parse(stored.GetRawText())!.AsObject();
        foreach (var member in DifferentEachTime)
            Assert.True(message.Remove(member), $"{member} is missing.");

        Assert.Equal("server", (string?)message["channel"]);
        message.Remove("channel");

        var context = message["context"]!.AsObject();
        Assert.Equal("Serilog.Sinks.RudderStack", (string?)context["library"]!["name"]);
        context.Remove("library");
        if (context.Count == 0)
            message.Remove("context");

        return message.ToJsonString();
    }

    [GeneratedRegex(@"^Log\.(Logger\.\w+\(|ForContext\()", RegexOptions.Multiline)]
    private static partial Regex Call();
}
