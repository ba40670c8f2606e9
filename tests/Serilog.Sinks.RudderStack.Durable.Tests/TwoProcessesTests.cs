namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>Two on one file.</summary>
public sealed class TwoProcessesTests : KillTest
{
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
}
