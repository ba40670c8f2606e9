using System.Globalization;
using RudderStack.Local;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>Processes that are killed at any moment lose nothing whose log call has returned.</summary>
public abstract class KillTest : OutboxTest
{
    // OUTBOX_KILL_ROUNDS=200 for a long run; OUTBOX_KILL_SEED for one that failed.
    protected static readonly int Rounds = Setting("OUTBOX_KILL_ROUNDS", 40);
    protected static readonly int Seed = Setting("OUTBOX_KILL_SEED", Environment.TickCount);

    // The rest is sent by a process that logs nothing, without trouble.
    protected async Task DrainAsync()
    {
        DataPlane.Faults.Clear();
        using var program = new CrashingProgram(DataPlane.Url, OutboxPath, Path.Combine(Folder, "notes"), "rest", threads: 0);
        await SoonTrueAsync(() => Rows("messages") == 0, () => program.Errors);
        program.End();
    }

    protected void AssertNothingIsLost(List<string> noted, int kills, int cuts)
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
    protected Func<Task<int>> FailAtRandomAsync(int seed)
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
