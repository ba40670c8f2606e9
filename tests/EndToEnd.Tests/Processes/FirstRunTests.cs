using System.Text.RegularExpressions;
using RudderStack.Local;

namespace EndToEnd.Tests.Processes;

/// <summary>What a new user sees of a mistake when no diagnostics are switched on: one line on a terminal, and a clean standard error elsewhere.</summary>
public sealed partial class FirstRunTests : IAsyncLifetime
{
    const string Key = "wk-first-program";
    const string WrongKey = "wk-that-nobody-knows";

    LocalDataPlane _dataPlane = null!;

    public async Task InitializeAsync() =>
        _dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = [Key], DisabledWriteKeys = ["wk-disabled"] });

    public async Task DisposeAsync() => await _dataPlane.DisposeAsync();

    /// <summary>The mistakes: arguments (<c>URL</c> stands for the data plane's), and what the line says.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        { $"url=URL key={WrongKey} end=close", "The write key was refused: check that it is the key of a source of this data plane." },
        { "url=URL key=wk-disabled end=close", "The source is disabled: enable it in RudderStack." },
        { "url=http://127.0.0.1:1 end=close", "nothing listens at 127.0.0.1:1" },
        { "url=http://no-such-host.invalid end=close", "the host name no-such-host.invalid cannot be resolved" },
        { "url=HTTPS end=close", "Check that the data plane speaks https at this port (or write http)" },
        { "url=URL/no/such/path end=close", "answered 404" },
        { "url=URL user= end=close", "it has neither userId nor anonymousId" },
        { "url=URL minimum=Warning end=close", "a track call was not logged, because level Information is not enabled on its logger" },
        { "url=URL sinks=2 end=close", "an event reached two sinks with the same write key and data plane URL" },
        { $"url=URL key={WrongKey} end=return", "The write key was refused" },
        { $"url=URL key={WrongKey} host=microsoft providers=none", "The write key was refused" },
        { "url=http://127.0.0.1:1 end=return interval=01:00:00", "nothing listens at 127.0.0.1:1" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task OnATerminalAMistakeIsShownOnce(string arguments, string text)
    {
        var (_, output, errors) = await RunAsync(FirstProgram.StartInTerminal, arguments);

        // A program that also ends without a close has two mistakes.
        var lines = Shown(output + errors);
        Assert.Single(lines, line => line.Contains(text, StringComparison.Ordinal));
        Assert.True(lines.Count <= (arguments.Contains("end=return", StringComparison.Ordinal) ? 2 : 1), string.Join('\n', lines));
        Assert.DoesNotContain(WrongKey, output + errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task RedirectedStandardErrorStaysClean(string arguments, string text)
    {
        _ = text;
        var (_, output, errors) = await RunAsync(FirstProgram.Start, arguments);

        Assert.Equal(("", ""), (output, errors));
    }

    [Theory]
    [InlineData("stderr=Always", false, true)]
    [InlineData("stderr=Always", true, true)]
    [InlineData("stderr=Always selflog=on", true, true)]
    [InlineData("stderr=Never", true, false)]
    [InlineData("stderr=Auto selflog=on", true, false)]
    [InlineData("stderr=Auto", true, true)]
    [InlineData("stderr=Auto host=microsoft", true, false)]
    [InlineData("stderr=Auto host=microsoft filter=Serilog.Sinks.RudderStack", true, true)]
    [InlineData("stderr=Auto", false, false)]
    public async Task TheOptionDecides(string arguments, bool isTerminal, bool isShown)
    {
        var (_, output, errors) = await RunAsync(isTerminal ? FirstProgram.StartInTerminal : FirstProgram.Start, $"url=URL key={WrongKey} end=close {arguments}");

        Assert.True((isShown ? 1 : 0) == Shown(output + errors).Count, output + errors);
    }

    [Fact]
    public async Task WithoutAMistakeNothingIsShown()
    {
        var (exitCode, output, errors) = await RunAsync(FirstProgram.StartInTerminal, "url=URL end=close");

        Assert.Equal((0, "", 3), (exitCode, output + errors, _dataPlane.Count));
    }

    // Those of SelfLog begin with a time; what .NET writes to a terminal first begins with an escape character.
    static List<string> Shown(string text) => [.. text.Split('\n').Where(static line => FirstWord().IsMatch(line))];

    [GeneratedRegex(@"^(\x1b(\[[0-9;?]*[a-zA-Z]|[=>]))*RudderStack: ")]
    private static partial Regex FirstWord();

    async Task<(int ExitCode, string Output, string Errors)> RunAsync(Func<string[], FirstProgram> start, string arguments)
    {
        arguments = arguments.Replace("HTTPS", _dataPlane.Url.Replace("http:", "https:", StringComparison.Ordinal), StringComparison.Ordinal);
        arguments = arguments.Replace("URL", _dataPlane.Url, StringComparison.Ordinal);
        using var program = start(arguments.Split(' '));
        return await program.EndAsync();
    }
}
