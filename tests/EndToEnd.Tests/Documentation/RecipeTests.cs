using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using Serilog;

namespace EndToEnd.Tests.Documentation;

/// <summary>Runs the README's recipes as they stand there and compares what arrives with the JSON that stands beside them.</summary>
public sealed partial class RecipeTests : EndToEndTest
{
    const string Recipes = "Recipes";

    static readonly string[] DifferentEachTime = ["messageId", "originalTimestamp", "sentAt", "receivedAt", "request_ip", "rudderId"];

    public static TheoryData<string> RecipeNames => [.. Readme.Subsections(Recipes)];

    public static TheoryData<string> SdkNames => [.. Readme.Subsections("Moving over")];

    [Theory]
    [MemberData(nameof(RecipeNames))]
    public async Task GivesTheMessageBesideIt(string recipe)
    {
        var section = Readme.Subsection(Recipes, recipe);
        var code = Assert.Single(Readme.Blocks("csharp", section)).Code;
        var golden = JsonNode.Parse(Assert.Single(Readme.Blocks("json", section)).Code)!.ToJsonString();

        await RunAsync(code);

        Assert.Equal(Call().Count(code), DataPlane.Messages.Count);
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
        var code = Assert.Single(Readme.Blocks("csharp", Readme.Subsection(Recipes, recipe))).Code;

        await RunAsync(code);

        Assert.Matches(@"Log\.Logger\.\w+\(", code);
        Assert.Contains("Log.ForContext(", code, StringComparison.Ordinal);
        Assert.Equal(2, DataPlane.Messages.Count);
    }

    [Theory]
    [MemberData(nameof(SdkNames))]
    public async Task MovedOverCodeSendsTheSixCalls(string sdk)
    {
        var code = Assert.Single(Readme.Blocks("csharp", Readme.Subsection("Moving over", sdk))).Code;

        await RunAsync(code);

        Assert.Equal(["identify", "track", "page", "screen", "group", "alias"], Stored("type"));
        Assert.All(Stored("userId"), userId => Assert.Equal("1hKOmRA4GRlm", userId));
    }

    /// <summary>Runs code whose reader has configured <see cref="Log.Logger"/>, unless the code does, and closes it.</summary>
    async Task RunAsync(string code)
    {
        WithoutCallbacks();
        Log.Logger = CreateLogger();
        try
        {
            await ReadmeCode.RunAsync(code
                .Replace("WRITE_KEY", WriteKey, StringComparison.Ordinal)
                .Replace("https://your-data-plane.example", DataPlane.Url, StringComparison.Ordinal));
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
