using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Core;

namespace EndToEnd.Tests.Http;

/// <summary>Each mistake of configuration or network is reported once, with what to do.</summary>
public sealed class DiagnosticsTests : EndToEndTest
{
    [Fact]
    public Task AWrongKeyIsReportedOnce() =>
        IsReportedOnceAsync(CreateLogger(Impatient, key: "wrong-key"), "401", "write key was refused");

    [Fact]
    public Task ADisabledSourceIsReportedOnce() =>
        IsReportedOnceAsync(CreateLogger(Impatient, key: "disabled-key"), "404", "The source is disabled: enable it");

    [Fact]
    public Task AWrongPathIsReportedOnce() =>
        IsReportedOnceAsync(CreateLogger(Impatient, url: DataPlane.Url + "/nowhere"), "404", "data plane URL is wrong");

    [Fact]
    public Task ARedirectIsReportedOnceAndNotFollowed()
    {
        DataPlane.Faults.Add(new Fault { Status = 308, Times = Fault.Unlimited, Headers = { ["Location"] = DataPlane.Url + "/v1/track" } });
        return IsReportedOnceAsync(CreateLogger(Impatient), "308", "Redirects are not followed");
    }

    [Fact]
    public async Task ARefusedConnectionIsReportedOnce()
    {
        await DataPlane.StopListeningAsync();
        await IsReportedOnceAsync(CreateLogger(Impatient), "nothing listens at", "Check that the data plane is up");
    }

    [Fact]
    public Task AnUnknownHostIsReportedOnce() =>
        IsReportedOnceAsync(CreateLogger(Impatient, url: "https://nonexistent.invalid"), "nonexistent.invalid cannot be resolved", "DNS");

    [Fact]
    public async Task AnUntrustedCertificateIsReportedOnce()
    {
        using var certificate = TestAuthority.SelfSigned();
        await using var server = await TlsServer.StartAsync(certificate);
        await IsReportedOnceAsync(CreateLogger(Impatient, url: server.Url), "no secure connection", "certificate");
    }

    [Fact]
    public async Task ATimeOutIsReportedOnce()
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        await IsReportedOnceAsync(CreateLogger(options => (options.RequestTimeout, options.RetryTimeLimit) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200))), "did not answer in time", "RequestTimeout");
    }

    [Fact]
    public async Task AnAnswerThatEchoesTheKeyIsRedacted()
    {
        // CheckDiscretion, at the end of each test, looks for the key.
        DataPlane.Faults.Add(new Fault { Status = 413, Body = $"unknown key {WriteKey}" });
        CreateLogger().LogTrack("Echoed");
        await FlushAsync();

        Assert.Contains("unknown key ***", Assert.Single(Reported.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain(WriteKey, Assert.Single(Dropped).ResponseText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyTheFirst512BytesOfAnAnswerAreReported()
    {
        DataPlane.Faults.Add(new Fault { Status = 413, Body = new string('a', 512) + new string('<', 100) });
        CreateLogger().LogTrack("Long");
        await FlushAsync();

        Assert.Equal(new string('a', 512), Assert.Single(Dropped).ResponseText);
        // Between quotes: the line has an id besides, and an id has any letters.
        Assert.Contains($"\"{new string('a', 512)}\"", Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerboseReportsEachBatchInALine()
    {
        DataPlane.Faults.Add(new Fault { Status = 503 });
        var log = CreateLogger(options => (options.Verbose, options.BatchSize) = (true, 2));
        for (var i = 0; i < 4; i++)
            log.LogTrack($"Event {i}");
        await FlushAsync();

        var batches = Reported.Lines.Where(line => line.Contains("on the wire", StringComparison.Ordinal)).ToList();
        Assert.Equal(DataPlane.Requests.Count, batches.Count);
        Assert.Contains("2 messages", batches[0], StringComparison.Ordinal);
        Assert.Contains("answered 503", batches[0], StringComparison.Ordinal);
        Assert.All(batches.Skip(1), batch => Assert.Contains("answered 200", batch, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutTroubleThereIsNothingToReport()
    {
        CreateLogger().LogTrack("Fine");
        await FlushAsync();

        Assert.Empty(Reported.Lines);
    }

    // Long enough for a busy machine to fail at a first attempt: only then is there a line about what is wrong.
    static void Impatient(Serilog.Sinks.RudderStack.RudderStackSinkOptions options) => options.RetryTimeLimit = TimeSpan.FromSeconds(3);

    // One line says what is wrong; one more, since the limit is short here, that the event was lost by it.
    async Task IsReportedOnceAsync(Logger log, params string[] parts)
    {
        log.LogTrack("Reported");
        log.LogTrack("Reported by the same line");
        await FlushAsync();

        Assert.Equal(2, Dropped.Count);
        var line = Assert.Single(Reported.Lines, line => line.Contains("tried again", StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.Equal(2, Reported.Lines.Count);
        Assert.Contains("were dropped", Reported.Lines[1], StringComparison.Ordinal);
    }
}
