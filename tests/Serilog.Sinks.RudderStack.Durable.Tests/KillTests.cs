namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>One process at a time.</summary>
public sealed class KillTests : KillTest
{
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
}
