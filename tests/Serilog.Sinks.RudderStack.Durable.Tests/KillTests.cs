using System.Globalization;
using RudderStack.Local;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>Processes that are killed at any moment lose nothing whose log call has returned.</summary>
public sealed class KillTests : DurableTest
{
    // OUTBOX_KILL_ROUNDS=200 for a long run; OUTBOX_KILL_SEED for one that failed.
    static readonly int Rounds = Setting("OUTBOX_KILL_ROUNDS", 40);
    static readonly int Seed = Setting("OUTBOX_KILL_SEED", Environment.TickCount);

    [Fact]
    public async Task AKilledProcessLosesNothing()
    {
        var random = new Random(Seed);
        var failing = FailAtRandomAsync(random.Next());
        var noted = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            using var program = new CrashingProgram(DataPlane.Url, OutboxPath, Path.Combine(Folder, "notes"), $"r{round}");
            await Task.Delay(random.Next(20, 250));
            program.Kill();
            noted.AddRange(program.Noted());
        }

        var cuts = await failing();
        await DrainAsync();
        AssertNothingIsLost(noted, kills: Rounds, cuts);
    }

    [Fact]
    public async Task OfTwoProcessesOnOneFileTheOtherGoesOn()
    {
        var random = new Random(Seed);
        var failing = FailAtRandomAsync(random.Next());
        var noted = new List<string>();
        for (var round = 0; round < Math.Max(1, Rounds / 8); round++)
        {
            var notes = Path.Combine(Folder, "notes");
            using var first = new CrashingProgram(DataPlane.Url, OutboxPath, notes, $"a{round}", threads: 2);
            using var second = new CrashingProgram(DataPlane.Url, OutboxPath, notes, $"b{round}", threads: 2);
            await Task.Delay(random.Next(100, 400));
            first.Kill();

            // It takes over what the killed one had for its own: something of that arrives while it still logs.
            await Task.Delay(random.Next(100, 400));
            second.Kill();
            noted.AddRange(first.Noted());
            noted.AddRange(second.Noted());
        }

        var cuts = await failing();
        await DrainAsync();
        AssertNothingIsLost(noted, kills: 2 * Math.Max(1, Rounds / 8), cuts);
    }

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

    // The rest is sent by this process, without trouble.
    async Task DrainAsync()
    {
        DataPlane.Faults.Clear();
        var logger = CreateLogger(options => options.BatchSize = 500);
        await SoonTrueAsync(() => Rows("messages") == 0);
        await logger.DisposeAsync();
    }

    void AssertNothingIsLost(List<string> noted, int kills, int cuts)
    {
        Assert.True(noted.Count > 50, $"only {noted.Count} were logged");
        var arrived = Arrived();
        var known = arrived.ToHashSet();
        Assert.True(noted.All(known.Contains), $"seed {Seed}: lost {noted.Count(id => !known.Contains(id))} of {noted.Count}, such as {noted.FirstOrDefault(id => !known.Contains(id))}");
        Assert.Equal(0, Rows("dead_letters"));

        // Repeated are at most the batches that were in flight when a process was killed, or whose answer was lost: the same ids.
        var repeated = arrived.Count - known.Count;
        Assert.True(repeated <= (kills * CrashingProgram.Lanes + cuts) * CrashingProgram.BatchSize, $"seed {Seed}: {repeated} of {arrived.Count} were repeated");
        foreach (var user in DataPlane.Messages.GroupBy(static message => message.GetProperty("userId").GetString()))
        {
            var first = user.Select(static message => message.GetProperty("messageId").GetString()!).Distinct().Select(NumberOf).ToList();
            Assert.True(first.SequenceEqual(first.Order()), $"seed {Seed}: {user.Key} is out of order");
        }
    }

    static int NumberOf(string id) => int.Parse(id[(id.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    // Until the result is called, which gives the number of answers that were lost.
    Func<Task<int>> FailAtRandomAsync(int seed)
    {
        var random = new Random(seed);
        var enough = new CancellationTokenSource();
        var cuts = 0;
        var failing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var kind = random.Next(3);
                cuts += kind == 2 ? 1 : 0;
                DataPlane.Faults.Add(kind switch
                {
                    0 => new Fault { Status = 503, Times = 2 },
                    1 => new Fault { CutConnection = ConnectionCut.BeforeReading },
                    _ => new Fault { CutConnection = ConnectionCut.AfterStoring },
                });
                await Task.Delay(random.Next(5, 60), CancellationToken.None);
            }
        });
        return async () =>
        {
            enough.Cancel();
            await failing;
            enough.Dispose();
            return cuts;
        };
    }

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
