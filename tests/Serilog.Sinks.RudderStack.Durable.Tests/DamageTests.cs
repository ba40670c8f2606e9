
namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>Bytes that change on disk: nothing is delivered that was not logged.</summary>
public sealed class DamageTests : DurableTest
{
    const int Messages = 40;

    [Fact]
    public async Task FlippedBytesDeliverNothingThatWasNotLogged()
    {
        Closed();
        var template = Path.Combine(Folder, "template.db");
        var logger = CreateLogger(path: template);
        for (var i = 0; i < Messages; i++)
            Log(logger, $"m{i}", $"user-{i % 3}", padding: 200);
        await logger.DisposeAsync();
        DataPlane.Faults.Clear();

        // As they arrive when nothing is flipped.
        var good = await DeliverAsync(template, seed: null);
        Assert.Equal(Messages, good.Count);
        var (damaged, unchanged) = (0, 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var arrived = await DeliverAsync(template, seed);
            Assert.True(arrived.IsSubsetOf(good), $"seed {seed}: {arrived.Except(good).FirstOrDefault()}");
            if (arrived.Count == Messages)
                unchanged++;
            else
                damaged++;
        }

        // Both happen, or the test shows nothing.
        Assert.True(damaged > 10 && unchanged > 0, $"{damaged}, {unchanged}");
    }

    [Fact]
    public async Task ADamagedRowIsADeadLetterAndItsNeighboursArrive()
    {
        Closed();
        var logger = CreateLogger();
        LogMany(logger, 0, 30);
        await logger.DisposeAsync();
        using (var database = new Storage.Database(OutboxPath, create: false))
            database.Execute("UPDATE messages SET json = CAST(replace(CAST(json AS TEXT), '\"m17\"', '\"m71\"') AS BLOB) WHERE id = 18");

        DataPlane.Faults.Clear();
        CreateLogger();
        await DataPlane.WaitForMessagesAsync(29, new CancellationTokenSource(Soon).Token);
        var statistics = await FlushAsync();

        Assert.DoesNotContain("m71", Arrived());
        AssertAddsUp(statistics);
        Assert.Equal((30, 29, 1), (statistics.Recovered, statistics.Delivered, statistics.Dropped[DropReason.Rejected]));
        using var outbox = RudderStackOutbox.Open(OutboxPath);
        var letter = Assert.Single(outbox.ReadDeadLetters());
        Assert.Equal(("damaged", "default"), (letter.Reason, letter.Outbox));
        Assert.Contains("1 message was dropped (rejected): their rows", Reports.Replace("its row", "their rows", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // What arrives from a copy of the file in which bytes were flipped.
    async Task<HashSet<string>> DeliverAsync(string template, int? seed)
    {
        var path = Path.Combine(Folder, $"{seed}.db");
        var bytes = await File.ReadAllBytesAsync(template);
        if (seed is { } number)
        {
            var random = new Random(number);
            for (var i = random.Next(1, 5); i > 0; i--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        await File.WriteAllBytesAsync(path, bytes);
        DataPlane.ClearMessages();
        var logger = CreateLogger(options => (options.BatchSize, options.Interval) = (500, TimeSpan.FromMilliseconds(10)), path: path);
        Log(logger, "last", "user-0");

        // Where it is in what cannot be read any more, what is logged from then on arrives.
        await SoonTrueAsync(() => Arrived().Contains("last") || Reports.Contains(path + ".corrupt", StringComparison.Ordinal));
        Log(logger, "last of all", "user-0");
        await SoonTrueAsync(() => Arrived().Contains("last of all"));
        await logger.DisposeAsync();
        return [.. DataPlane.Messages.Where(static message => Text(message, "messageId")!.StartsWith('m')).Select(Content)];
    }

    static string Content(System.Text.Json.JsonElement message) => string.Join('|', message.EnumerateObject()
        .Where(static member => member.Name is not ("sentAt" or "receivedAt" or "timestamp" or "request_ip" or "rudderId"))
        .Select(static member => $"{member.Name}:{member.Value.GetRawText()}"));
}
