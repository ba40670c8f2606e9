namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>What a killed process leaves is taken over by this one.</summary>
public sealed class TakeOverTests : DurableTest
{
    [Fact]
    public async Task WhatAKilledProcessHasStoredAnotherSendsWithinSeconds()
    {
        // The first has all users, and nobody to send to.
        using var first = new CrashingProgram("http://127.0.0.1:9", OutboxPath, Path.Combine(Folder, "notes"), "dead", threads: 1);
        await SoonTrueAsync(() => first.Noted().Count > 200);
        var other = CreateLogger();
        Log(other, "of the other");
        await Task.Delay(300);
        Assert.Empty(Arrived());

        first.Kill();
        var noted = first.Noted();
        await DataPlane.WaitForMessagesAsync(noted.Count + 1, new CancellationTokenSource(Soon).Token);
        Assert.Empty(noted.Except(Arrived()));
        var statistics = await FlushAsync();
        AssertAddsUp(statistics);
        Assert.Equal(1, statistics.Transferred);
        Assert.Equal(Arrived().Count, statistics.Recovered);
    }
}
