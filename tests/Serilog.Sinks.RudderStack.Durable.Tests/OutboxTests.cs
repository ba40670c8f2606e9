using System.Text;
using RudderStack.Local;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>Dead letters and personal data, by the API that looks into the file.</summary>
public sealed class OutboxTests : DurableTest
{
    [Fact]
    public async Task DeadLettersAreReadSentAgainAndPurged()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n", Times = Fault.Unlimited });
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var logger = CreateLogger();
        LogMany(logger, 0, 12);
        await FlushAsync();
        DataPlane.Faults.Clear();
        using var outbox = RudderStackOutbox.Open(OutboxPath);

        var letters = outbox.ReadDeadLetters();
        Assert.Equal(12, letters.Count);
        Assert.Equal(("rejected", 400, "default"), (letters[0].Reason, (int)letters[0].StatusCode!, letters[0].Outbox));
        Assert.Contains("not a valid rudder event", letters[0].Answer, StringComparison.Ordinal);
        Assert.InRange(letters[0].Stored, before, letters[0].Rejected);
        Assert.InRange(letters[0].Rejected, before, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal([letters[5].Id, letters[6].Id], outbox.ReadDeadLetters(limit: 2, afterId: letters[4].Id).Select(static letter => letter.Id));

        Assert.Equal(1, outbox.ResendDeadLetters([letters[3].Id]));
        await DataPlane.WaitForMessagesAsync(1, new CancellationTokenSource(Soon).Token);
        Assert.Equal("m3", Assert.Single(Arrived()));
        Assert.Equal(0, outbox.PurgeDeadLetters(before));
        Assert.Equal(11, outbox.ResendDeadLetters());
        await DataPlane.WaitForMessagesAsync(12, new CancellationTokenSource(Soon).Token);
        var statistics = await FlushAsync();
        AssertAddsUp(statistics);
        Assert.Equal((12, 12, 12), (statistics.Accepted, statistics.Recovered, statistics.Delivered));
        Assert.Empty(outbox.ReadDeadLetters());
    }

    [Fact]
    public async Task PurgedLettersAreGone()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n", Times = Fault.Unlimited });
        var logger = CreateLogger();
        LogMany(logger, 0, 3);
        await FlushAsync();

        using var outbox = RudderStackOutbox.Open(OutboxPath);
        Assert.Equal(3, outbox.PurgeDeadLetters());
        Assert.Empty(outbox.ReadDeadLetters());
    }

    [Fact]
    public async Task WhatIsStoredOfAUserIsDeletedAndCounted()
    {
        Trouble();
        var logger = CreateLogger();
        LogMany(logger, 0, 300);
        await SoonTrueAsync(() => DataPlane.Requests.Count > 2);
        using (var outbox = RudderStackOutbox.Open(OutboxPath))
        {
            Assert.Equal(300, outbox.CountMessages());
            Assert.Equal(100, outbox.DeleteUser("user-1"));
            Assert.Equal(0, outbox.DeleteUser("user-1"));
        }

        DataPlane.Faults.Clear();
        var statistics = await FlushAsync();

        // Up to two batches had been taken to be sent.
        AssertAddsUp(statistics);
        Assert.Equal(0, statistics.Pending);
        Assert.InRange(statistics.Dropped[DropReason.Filtered], 90, 100);
        Assert.InRange(DataPlane.Messages.Count(static message => Text(message, "userId") == "user-1"), 0, 10);
        Assert.Equal(200, DataPlane.Messages.Count(static message => Text(message, "userId") != "user-1"));
        Assert.Equal(0, Rows("messages"));
    }

    [Fact]
    public async Task OnlyTheOwnerMayReadTheFilesAndNoneHoldsTheWriteKey()
    {
        Trouble();
        var logger = CreateLogger();
        LogMany(logger, 0, 100);
        await SoonTrueAsync(() => DataPlane.Requests.Count > 0);

        var files = Directory.GetFiles(Path.GetDirectoryName(OutboxPath)!, "*", SearchOption.AllDirectories);
        Assert.Contains(files, static file => file.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            if (file.Contains("-locks", StringComparison.Ordinal))
                continue;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            Assert.Equal(-1, memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(WriteKey)));
        }
    }

    [Fact]
    public void AFileThatIsNotThereOrNoOutboxIsRefused()
    {
        Assert.Throws<FileNotFoundException>(() => RudderStackOutbox.Open(Path.Combine(Folder, "none.db")));
        var garbage = Path.Combine(Folder, "garbage.db");
        File.WriteAllText(garbage, new string('x', 5000));
        Assert.Contains("The outbox does not work", Assert.Throws<IOException>(() => RudderStackOutbox.Open(garbage)).Message, StringComparison.Ordinal);
    }
}
