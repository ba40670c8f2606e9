using RudderStack.Local;
using Serilog.Sinks.RudderStack.Durable.Storage;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>A folder and a data plane for each test; nothing of the process, so that it may run beside others.</summary>
public abstract class OutboxTest : IAsyncLifetime
{
    protected const string WriteKey = "wk-durable";

    protected static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    protected string Folder { get; } = Directory.CreateTempSubdirectory("outbox-").FullName;

    protected string OutboxPath => Path.Combine(Folder, "data", "analytics.db");

    protected LocalDataPlane DataPlane { get; private set; } = null!;

    public virtual async Task InitializeAsync() =>
        DataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = [WriteKey, "wk-new"], MaxStored = 2_000_000, MaxStoredBytes = 4L << 30 });

    public virtual async Task DisposeAsync()
    {
        await DataPlane.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected IReadOnlyList<string> Arrived() => [.. DataPlane.Messages.Select(static message => message.GetProperty("messageId").GetString()!)];

    /// <summary>How many rows a table has.</summary>
    protected long Rows(string table, string? path = null)
    {
        using var database = new Database(path ?? OutboxPath, create: false);
        return database.Read($"SELECT COUNT(*) FROM {table}") ?? 0;
    }

    protected static async Task SoonTrueAsync(Func<bool> condition, Func<string>? explanation = null)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "The condition never came true. " + explanation?.Invoke());
            await Task.Delay(5);
        }
    }
}
