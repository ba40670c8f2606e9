using Serilog.Sinks.RudderStack.Durable.Storage;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>Whatever the file does, log calls return, events arrive, and a report says what to do.</summary>
public sealed class TroubleTests : DurableTest
{
    [Fact]
    public async Task AMissingFolderIsMade()
    {
        var path = Path.Combine(Folder, "a", "b", "analytics.db");
        var logger = CreateLogger(path: path);
        LogMany(logger, 0, 5);
        await FlushAsync();

        Assert.True(File.Exists(path));
        Assert.Equal(5, Arrived().Count);
    }

    [Fact]
    public async Task AFolderThatCannotBeMadeLeavesMessagesInMemory()
    {
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "no folder");
        var logger = CreateLogger(path: Path.Combine(file, "analytics.db"));
        LogMany(logger, 0, 25);
        var statistics = await FlushAsync();

        Assert.Equal(25, statistics.Delivered);
        AssertReportedOnce("its folder cannot be made or used; check the path.");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5000)]
    public async Task AFileThatIsNoDatabaseIsSetAsideAndANewOneBegun(int length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(OutboxPath)!);
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(OutboxPath, bytes);
        var logger = CreateLogger();
        LogMany(logger, 0, 25);
        await FlushAsync();

        Assert.Equal(25, Arrived().Count);
        Assert.Equal(0, Rows("messages"));
        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(OutboxPath)!, "*.corrupt-*"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(aside));
        Assert.Contains($"is damaged. It was set aside as {aside}, and a new one was begun, with 0 messages", Reports, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsDamagedWhileItIsUsedIsSetAside()
    {
        Trouble();
        var logger = CreateLogger();
        LogMany(logger, 0, 500);

        // The pages that the next log call writes to.
        using (var file = new FileStream(OutboxPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
            file.Write(new byte[Math.Max(8192, (int)file.Length)]);
        using (var wal = new FileStream(OutboxPath + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
            wal.SetLength(0);
        DataPlane.Faults.Clear();

        // What is stored before anybody notices is in the damaged file.
        var logged = 500;
        await SoonTrueAsync(() =>
        {
            Log(logger, $"m{logged++}");
            return Reports.Contains("is damaged. It was set aside as", StringComparison.Ordinal);
        });
        Log(logger, "after it");
        await SoonTrueAsync(() => Arrived().Contains("after it"));
        var statistics = await FlushAsync();

        AssertAddsUp(statistics);
        Assert.Equal((logged + 1, 0), (statistics.Accepted, statistics.Pending));
        Assert.Empty(Dropped);
    }

    // Without it ids would begin again, below those that have been read, and nothing more would be sent.
    [Fact]
    public async Task AFileWithoutItsLastIdIsReplacedAndItsMessagesAreSent()
    {
        Trouble();
        var logger = CreateLogger();
        LogMany(logger, 0, 100);
        using (var database = new Database(OutboxPath, create: false))
            database.Execute("DELETE FROM file");
        LogMany(logger, 100, 200);
        DataPlane.Faults.Clear();
        await SoonTrueAsync(() => Arrived().Distinct().Count() == 200);

        Assert.Equal(1, Reports.Split("is damaged. It was set aside as").Length - 1);
        Assert.Empty(Dropped);
    }

    [Fact]
    public async Task AFileOfANewerVersionIsRefusedAndNotTouched()
    {
        CreateLogger();
        using (var database = new Database(OutboxPath, create: false))
            database.Execute("PRAGMA user_version = 99");
        var path = Path.Combine(Folder, "newer.db");
        File.Copy(OutboxPath, path);
        using (var database = new Database(path, create: false))
            database.Execute("PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(path);

        var logger = CreateLogger(path: path);
        LogMany(logger, 0, 5);
        await FlushAsync();

        Assert.Equal(5, Arrived().Count);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        AssertReportedOnce("it has format 99 of a newer version of this package, which knows format 1; update the package, or take another file.");
    }

    [Fact]
    public async Task ADatabaseOfAnotherProgramIsRefusedAndNotTouched()
    {
        var path = Path.Combine(Folder, "other.db");
        using (var database = new Database(path, create: true))
            database.Execute("CREATE TABLE customers (id INTEGER)");
        var logger = CreateLogger(path: path);
        LogMany(logger, 0, 5);
        await FlushAsync();

        Assert.Equal(5, Arrived().Count);
        AssertReportedOnce("it is a database of another program; take another file.");
    }

    [Fact]
    public async Task ANetworkFileSystemIsRefused()
    {
        FileSystem.TakeForNetwork = static _ => true;
        try
        {
            var logger = CreateLogger();
            LogMany(logger, 0, 5);
            await FlushAsync();
        }
        finally
        {
            FileSystem.TakeForNetwork = null;
        }

        Assert.Equal(5, Arrived().Count);
        Assert.False(File.Exists(OutboxPath));
        AssertReportedOnce("it lies on a network file system, on which SQLite's locks do not hold; take a local disk.");
    }

    [Fact]
    public async Task AFileThatAnotherProgramLocksHoldsNoLogCallForLongAndIsUsedAgainLater()
    {
        var logger = CreateLogger();
        LogMany(logger, 0, 5);
        await FlushAsync();
        using (var other = new Database(OutboxPath, create: false))
        {
            other.Execute("BEGIN EXCLUSIVE");
            var start = TimeProvider.System.GetTimestamp();
            LogMany(logger, 5, 50);
            Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
            await DataPlane.WaitForMessagesAsync(50, new CancellationTokenSource(Soon).Token);
            AssertReportedOnce("another program keeps the file locked");
            other.Execute("COMMIT");
        }

        await SoonTrueAsync(() => Reports.Contains("is available again.", StringComparison.Ordinal));
        Trouble();
        Log(logger, "after");
        Assert.Equal(1, Rows("messages"));
    }

    [Fact]
    public async Task LocksThatCannotBeMadeAreReportedAndTriedAgain()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(OutboxPath)!);
        await File.WriteAllTextAsync(OutboxPath + "-locks", "no folder");
        var logger = CreateLogger();
        LogMany(logger, 0, 5);
        Assert.Equal(5, Rows("messages"));
        Assert.Contains($"nothing is sent from the outbox {OutboxPath}: the folder {OutboxPath}-locks cannot be made or used", Reports, StringComparison.Ordinal);

        File.Delete(OutboxPath + "-locks");
        await DataPlane.WaitForMessagesAsync(5, new CancellationTokenSource(Soon).Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnInterruptedThreadStoresItsEventAndStaysInterrupted(bool waitsForRoom)
    {
        if (waitsForRoom)
            Trouble();
        var logger = CreateLogger(static options => options.WhenQueueFull = WhenQueueFull.Block, static options => options.SizeLimitBytes = 1024 * 1024);
        var logged = 0;
        var isInterrupted = false;
        var thread = new Thread(() =>
        {
            if (!waitsForRoom)
                Thread.CurrentThread.Interrupt();
            for (var i = 0; i < (waitsForRoom ? 5000 : 1); i++)
            {
                Log(logger, $"m{i}", padding: 500);
                Volatile.Write(ref logged, i + 1);
            }

            try
            {
                Thread.Sleep(0);
                Thread.CurrentThread.Join(0);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        });
        thread.Start();
        if (waitsForRoom)
        {
            var before = -1;
            await SoonTrueAsync(() => Rows("messages") > 500 && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) && Interlocked.Exchange(ref before, Volatile.Read(ref logged)) == Volatile.Read(ref logged));
            thread.Interrupt();
            await SoonTrueAsync(() => Volatile.Read(ref logged) > before);
            DataPlane.Faults.Clear();
        }

        Assert.True(await Task.Run(() => thread.Join(Soon)));
        var statistics = await FlushAsync();

        // What it waited for in vain is dropped, counted, and no other.
        AssertAddsUp(statistics);
        Assert.Equal(waitsForRoom ? 5000 : 1, statistics.Accepted);
        Assert.Equal(statistics.Accepted, statistics.Delivered + statistics.Dropped.GetValueOrDefault(DropReason.OutboxFull));
        if (!waitsForRoom)
            Assert.Equal((1, true), (statistics.Delivered, isInterrupted));
    }

    [Fact]
    public async Task AFullDiskLosesNothingThatMemoryCanHold()
    {
        OutboxFile.PageLimit = 64;
        try
        {
            Trouble();
            var logger = CreateLogger();
            LogMany(logger, 0, 2000);
            await SoonTrueAsync(() => Reports.Contains("the disk is full; free some space.", StringComparison.Ordinal));
            Assert.InRange(Rows("messages"), 1, 1999);
            DataPlane.Faults.Clear();
            var statistics = await FlushAsync();

            Assert.Equal((2000, 2000, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
            Assert.Equal(2000, Arrived().Distinct().Count());
        }
        finally
        {
            OutboxFile.PageLimit = null;
        }
    }

    [Fact]
    public async Task AProcessThatMayWriteNoMoreGoesOn()
    {
        if (OperatingSystem.IsWindows())
            return;

        // The limit of the process, which a full disk looks like: it cannot write beyond 1 MiB.
        Trouble();
        using var program = new CrashingProgram(DataPlane.Url, OutboxPath, Path.Combine(Folder, "notes"), "full", threads: 1, fileLimitKilobytes: 1024);
        await SoonTrueAsync(() => program.Errors.Contains("is unavailable", StringComparison.Ordinal));
        var stored = Rows("messages");
        var noted = program.Noted().Count;
        await SoonTrueAsync(() => program.Noted().Count > noted);
        program.Kill();

        // What was stored before is whole.
        DataPlane.Faults.Clear();
        CreateLogger();
        await DataPlane.WaitForMessagesAsync((int)stored, new CancellationTokenSource(Soon).Token);
        Assert.Equal(Enumerable.Range(0, (int)stored).Select(static i => $"full-0-{i}").Order(), Arrived().Take((int)stored).Order());
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void EachTroubleSaysWhatToDo(int code, string text) => Assert.Contains(text, Troubles.Describe(new SqliteFault(code, "INSERT")), StringComparison.Ordinal);

    public static TheoryData<int, string> Answers => new()
    {
        { 13, "the disk is full; free some space." },
        { 8, "cannot be written; let the program's user write both." },
        { 14, "cannot be opened; let the program's user read and write it and its folder." },
        { 3, "may not be used" },
        { 5, "another program keeps the file locked" },
        { 10, "the disk does not work" },
        { 1, "SQLite: " },
    };

    void AssertReportedOnce(string text)
    {
        Assert.Equal(1, Reports.Split(text).Length - 1);
        Assert.Contains("Until then messages are kept in memory, and would be lost with the process.", Reports, StringComparison.Ordinal);
    }
}
