using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>
/// A server that never answers, and much that is pending at the end: every message is handed over to the user's code, or
/// counted and reported.
/// </summary>
public sealed class LostAtCloseTests : EndToEndTest
{
    const int Pending = 50_000;

    static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    // The rule: so long in all, and five seconds without one call that returns.
    static readonly TimeSpan HookLimit = TimeSpan.FromSeconds(15);

    readonly ConcurrentDictionary<string, int> _handedOver = new();

    [Fact]
    public async Task OnDroppedThatTakesItsTimeGetsEveryMessage()
    {
        await CloseAsync(message =>
        {
            Spin(TimeSpan.FromMicroseconds(100));
            _handedOver.AddOrUpdate(message.MessageId, 1, static (_, count) => count + 1);
        });

        AssertHandedOverOrReported();
        Assert.InRange(_handedOver.Count, Pending / 2, Pending);
    }

    [Fact]
    public async Task OnDroppedThatIsTooSlowGetsWhatTimeAllows()
    {
        var elapsed = await CloseAsync(message =>
        {
            Spin(TimeSpan.FromMilliseconds(1));
            _handedOver.AddOrUpdate(message.MessageId, 1, static (_, count) => count + 1);
        });

        Assert.InRange(elapsed, TimeSpan.Zero, Stall + HookLimit + SoonEnough.Slack);
        AssertHandedOverOrReported();
        Assert.InRange(_handedOver.Count, 100, Pending - 1);
    }

    [Fact]
    public async Task OnDroppedThatNeverReturnsCannotHoldTheProcess()
    {
        using var release = new ManualResetEventSlim();
        try
        {
            var elapsed = await CloseAsync(_ => release.Wait());

            // What a hook that returns would be given is the next of the limits.
            Assert.InRange(elapsed, TimeSpan.Zero, Stall + HookLimit - TimeSpan.FromSeconds(1));
            AssertHandedOverOrReported();
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task TheFileOfAFallbackChainAndTheCountsAgree()
    {
        var file = Path.GetTempFileName();
        try
        {
            DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
            WithoutCallbacks();
            var log = Keep(new LoggerConfiguration()
                .WriteTo.FallbackChain(
                    wt => wt.RudderStack(WriteKey, DataPlane.Url, options => Prepare(options, Configure(null))),
                    wt => wt.File(file, outputTemplate: "{MessageId:l}{NewLine}", formatProvider: CultureInfo.InvariantCulture))
                .CreateLogger());
            LogPending(log);
            await log.DisposeAsync();

            Assert.Equal(Pending, Meter.Dropped["shutdown"]);
            Assert.Equal(Enumerable.Range(0, Pending).Select(Id), (await File.ReadAllLinesAsync(file)).Order(StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    async Task<TimeSpan> CloseAsync(Action<DroppedMessage> onDropped)
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        var log = CreateLogger(Configure(onDropped));
        LogPending(log);
        var clock = Stopwatch.StartNew();
        await log.DisposeAsync().AsTask().WaitAsync(SoonEnough.Limit);
        return clock.Elapsed;
    }

    static Action<RudderStackSinkOptions> Configure(Action<DroppedMessage>? onDropped) => options =>
    {
        options.ShutdownStallTimeout = Stall;
        options.OnDropped = onDropped;
    };

    static void LogPending(ILogger log)
    {
        for (var i = 0; i < Pending; i++)
            log.LogTrack("Order Completed", $"user-{i % 100}", Id(i));
    }

    static string Id(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    void AssertHandedOverOrReported()
    {
        Assert.Equal(Pending, Meter.Dropped["shutdown"]);
        Assert.All(_handedOver, message => Assert.Equal(1, message.Value));

        // One call may be running still; its message counts on either side.
        var missing = Pending - _handedOver.Count;
        if (missing > 0)
        {
            Assert.True(
                Reported.Lines.Any(line => Enumerable.Range(missing - 1, 2).Any(count => Digits(line).Contains(count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))),
                $"{missing} are missing, but: {string.Join(Environment.NewLine, Reported.Lines)}");
        }
    }

    // However the line groups its digits.
    static string Digits(string line) => line.Replace(" ", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);

    static void Spin(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
            Thread.SpinWait(20);
    }
}
