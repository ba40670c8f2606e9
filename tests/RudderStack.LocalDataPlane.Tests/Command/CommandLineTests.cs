using RudderStack.Local.Tool;

namespace RudderStack.Local.Tests.Command;

public sealed class CommandLineTests
{
    [Fact]
    public void WithoutArgumentsTheDefaultsHold()
    {
        var options = CommandLine.Parse([]).Options;
        Assert.Equal(["http://127.0.0.1:8080"], options.Urls);
        Assert.Equal(["local-write-key"], options.WriteKeys);
        Assert.Empty(options.DisabledWriteKeys);
    }

    [Fact]
    public void KeysAndUrlsCanBeRepeated()
    {
        var options = CommandLine.Parse(
        [
            "--urls", "http://127.0.0.1:1;http://127.0.0.1:2", "--urls=http://127.0.0.1:3",
            "--write-key", "A", "--write-key=B=", "--disabled-write-key", "C", "--disabled-write-key", "D",
        ]).Options;
        Assert.Equal(["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"], options.Urls);
        Assert.Equal(["A", "B="], options.WriteKeys);
        Assert.Equal(["C", "D"], options.DisabledWriteKeys);
    }

    [Theory]
    [InlineData("14ms+36us", 14_000, 36)]
    [InlineData("150ms", 150_000, 0)]
    [InlineData("1.5s", 1_500_000, 0)]
    [InlineData("1m+0.5ms", 60_000_000, 500)]
    [InlineData("1h", 3_600_000_000, 0)]
    public async Task AnAnswerTimeCanBeSet(string value, long perRequest, long perEvent)
    {
        await using var running = await Running.StartAsync();
        CommandLine.Parse(["--answer-time", value]).ApplyTo(running.DataPlane);
        Assert.Equal(new AnswerTime(TimeSpan.FromMicroseconds(perRequest), TimeSpan.FromMicroseconds(perEvent)), running.DataPlane.AnswerTime);
    }

    [Fact]
    public async Task AllConditionsCanBeSet()
    {
        await using var running = await Running.StartAsync();
        CommandLine.Parse(
        [
            "--rate-limit", "1000/60s", "--rate-burst=500", "--store-hangs", "--store-error", "disk full",
            "--body-limit", "8192", "--firewall", "one", "--firewall=two",
        ]).ApplyTo(running.DataPlane);
        Assert.Equal(new RateLimit(1000, TimeSpan.FromMinutes(1)) { Burst = 500 }, running.DataPlane.RateLimit);
        Assert.True(running.DataPlane.StoreHangs);
        Assert.Equal("disk full", running.DataPlane.StoreError);
        Assert.Equal(
            [(8192, null), (null, "one"), (null, "two")],
            running.DataPlane.Faults.Snapshot().Select(rule => (rule.Fault.WhenBodyOver, rule.Fault.WhenBodyHolds)));
    }

    [Fact]
    public async Task WithoutArgumentsThereAreNoConditions()
    {
        await using var running = await Running.StartAsync();
        CommandLine.Parse([]).ApplyTo(running.DataPlane);
        Assert.Null(running.DataPlane.AnswerTime);
        Assert.Null(running.DataPlane.RateLimit);
        Assert.False(running.DataPlane.StoreHangs);
        Assert.Null(running.DataPlane.StoreError);
        Assert.Equal(0, running.DataPlane.Faults.Count);
    }

    [Theory]
    [InlineData("\"--port\" is not known", "--port", "8080")]
    [InlineData("\"8080\" is not known", "8080")]
    [InlineData("\"--store-hangs=yes\" is not known", "--store-hangs=yes")]
    [InlineData("--answer-time \"14\" is no time", "--answer-time", "14")]
    [InlineData("--answer-time \"14ms+\" is no time", "--answer-time", "14ms+")]
    [InlineData("--answer-time \"-1ms\" is no time", "--answer-time=-1ms")]
    [InlineData("PerRequest must be between", "--answer-time", "2h")]
    [InlineData("PerEvent must be between", "--answer-time", "14ms+2s")]
    [InlineData("--rate-limit \"100\" is no limit", "--rate-limit", "100")]
    [InlineData("--rate-limit \"1/2/3\" is no limit", "--rate-limit", "1/2/3")]
    [InlineData("--rate-limit \"x/1s\" is no limit", "--rate-limit", "x/1s")]
    [InlineData("Events must be at least 1", "--rate-limit", "0/1s")]
    [InlineData("Burst must be at least 1", "--rate-limit", "1/1s", "--rate-burst", "0")]
    [InlineData("--rate-burst needs a --rate-limit", "--rate-burst", "10")]
    [InlineData("--body-limit \"8k\" is no whole number", "--body-limit", "8k")]
    [InlineData("WhenBodyHolds must not be empty", "--firewall=")]
    [InlineData("--write-key needs a value", "--write-key")]
    [InlineData("--write-key needs a value", "--write-key", "--urls", "http://127.0.0.1:0")]
    [InlineData("must not be empty", "--write-key=")]
    [InlineData("https://127.0.0.1", "--urls", "https://127.0.0.1")]
    [InlineData("no URL", "--urls", "8080")]
    public void WrongArgumentsAreExplained(string explanation, params string[] args) =>
        Assert.Contains(explanation, Assert.Throws<ArgumentException>(() => CommandLine.Parse(args)).Message, StringComparison.Ordinal);
}
