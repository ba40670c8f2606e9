using System.Diagnostics;
using System.Globalization;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using TestedFramework;

namespace EndToEnd.Tests.Processes;

/// <summary>A process that ends without closing its logger: what is queued is sent, and what cannot be is reported.</summary>
public sealed class ProcessEndTests : IAsyncLifetime
{
    const string Key = "wk-first-program";

    // Two seconds, the default, may not do on a busy machine.
    const string EnoughTime = "exit-timeout=00:00:30";

    LocalDataPlane _dataPlane = null!;

    public async Task InitializeAsync() => _dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = [Key] });

    public async Task DisposeAsync() => await _dataPlane.DisposeAsync();

    [Theory]
    [InlineData("return", 0)]
    [InlineData("exit", 7)]
    [InlineData("throw", 134)]
    [InlineData("close-late", 0)]
    public async Task WhatIsQueuedIsSent(string end, int exitCode)
    {
        var run = await RunAsync($"end={end}", EnoughTime);

        Assert.Equal((exitCode, 3), (run.ExitCode, _dataPlane.Count));
        Assert.DoesNotContain("RudderStack:", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FirstProgram.SigTerm)]
    [InlineData(FirstProgram.SigHup)]
    [InlineData(FirstProgram.SigInt)]
    public async Task ASignalSendsWhatIsQueuedAndEndsTheProcessAsItWould(int signal)
    {
        using var program = FirstProgram.Start([.. Common, "end=wait", EnoughTime]);
        await program.SignalAsync(signal);
        var run = await program.EndAsync();

        // netstandard2.0 knows no signals: only .NET before 10 ends such a program with ProcessExit, on SIGTERM.
        var sent = Tested.Expect(ordinarily: 3, onNetStandard: 0);
        Assert.Equal((128 + signal, sent), (run.ExitCode, _dataPlane.Count));
    }

    [Fact]
    public async Task ASignalThatSomebodyElseHasCancelledSendsNothing()
    {
        using var program = FirstProgram.Start([.. Common, "end=cancelled"]);
        await program.SignalAsync(FirstProgram.SigTerm);
        var run = await program.EndAsync();

        Assert.Equal(("pending 3", 0), (run.Output.Trim(), _dataPlane.Count));
    }

    /// <summary>It has used the time that there is for one end.</summary>
    [Fact]
    public async Task AProgramThatGoesOnAfterASignalHasTheWholeTimeForItsEnd()
    {
        using var program = FirstProgram.Start([.. Common, "end=go-on", "exit-timeout=00:00:03"]);
        await program.SignalAsync(FirstProgram.SigTerm);
        var run = await program.EndAsync();

        Assert.Equal((0, 6), (run.ExitCode, _dataPlane.Count));
    }

    [Theory]
    [InlineData("return")]
    [InlineData("exit")]
    public async Task SwitchedOffNothingIsSentNorSaid(string end)
    {
        var run = await RunAsync($"end={end}", "exit-timeout=00:00:00", "selflog=on");

        Assert.Equal(("", "", 0), (run.Output, run.Errors, _dataPlane.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task OneDeadlineIsSharedByAllSinksAndWhatIsLeftIsReportedAndNotDropped(int sinks)
    {
        _dataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });

        var clock = Stopwatch.StartNew();
        var run = await RunAsync("end=return", $"sinks={sinks}", "selflog=on", "hooks=on", "exit-timeout=00:00:03");

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(3), SoonEnough.Limit);
        var lines = run.Output.Split('\n').Where(static line => line.Contains("the process ends and", StringComparison.Ordinal)).ToList();
        Assert.Equal(sinks, lines.Count);
        Assert.All(lines, static line => Assert.Contains("3 messages are still queued after 3 s of sending", line));
        Assert.DoesNotContain("dropped", run.Output, StringComparison.Ordinal);

        // SelfLog's lines begin with the time: the sinks gave up together, and not one after the other.
        var times = lines.Select(static line => DateTime.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(times.Max() - times.Min(), TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task AHandlerThatClosesTheLoggerLaterStillDecidesWhatIsLost()
    {
        _dataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });

        var run = await RunAsync("end=close-late", "selflog=on", "hooks=on", "exit-timeout=00:00:01", "stall=00:00:01");

        Assert.Contains("the process ends and 3 messages are still queued", run.Output);
        Assert.Contains("dropped Shutdown", run.Output);
    }

    [Theory]
    [InlineData("serilog")]
    [InlineData("microsoft")]
    public async Task AHostEndsBySigtermAsItsOwnLifetimeSays(string host)
    {
        using var program = FirstProgram.Start([.. Common, $"host={host}", "end=wait"]);
        await program.SignalAsync(FirstProgram.SigTerm);
        var run = await program.EndAsync();

        Assert.Equal((0, 3), (run.ExitCode, _dataPlane.Count));
    }

    async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var program = FirstProgram.Start([.. Common, .. arguments]);
        return await program.EndAsync();
    }

    string[] Common => [$"url={_dataPlane.Url}", "interval=01:00:00"];
}
