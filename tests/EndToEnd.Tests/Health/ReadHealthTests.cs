using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Health;

/// <summary>What a health check reads: a refusal while it lasts, a stall while messages wait, and losses within a time.</summary>
public sealed class ReadHealthTests : EndToEndTest
{
    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    [Fact]
    public async Task WhileAllIsWell()
    {
        CreateLogger().LogTrack("Sent");
        CreateLogger().LogTrack("Sent");
        await FlushAsync();
        var health = RudderStackDelivery.ReadHealth(Window);

        Assert.Equal((null, TimeSpan.Zero, 0), (health.Refusal, health.StalledFor, health.Lost.Count));
        Assert.Equal((2, 2), (health.Statistics.Accepted, health.Statistics.Delivered));
    }

    [Fact]
    public void WithoutASink()
    {
        var health = RudderStackDelivery.ReadHealth(Window);

        Assert.Equal((null, TimeSpan.Zero, 0, 0), (health.Refusal, health.StalledFor, health.Lost.Count, health.Statistics.Accepted));
    }

    [Theory]
    [InlineData("wk-unknown", "The write key was refused")]
    [InlineData("disabled-key", "The source is disabled")]
    public async Task ARefusalLastsUntilSomethingIsDelivered(string key, string refusal)
    {
        var log = CreateLogger(key: key);
        log.LogTrack("Refused");
        _ = FlushAsync();
        await SoonEnough.IsTrueAsync(() => RudderStackDelivery.ReadHealth(Window).Refusal is not null);
        var health = RudderStackDelivery.ReadHealth(Window);

        Assert.Contains(refusal, health.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(key, health.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", health.Refusal, StringComparison.Ordinal);
        await log.DisposeAsync();
        Assert.Null(RudderStackDelivery.ReadHealth(Window).Refusal);
    }

    /// <summary>Also of messages whose time was over with the first attempt.</summary>
    [Fact]
    public async Task ARefusalIsRememberedWhenNothingIsTriedAgain()
    {
        DataPlane.Faults.Add(new Fault { Status = 401 });
        CreateLogger(options => (options.BatchSize, options.RetryTimeLimit) = (1, TimeSpan.FromTicks(1))).LogTrack("Rejected");
        await SoonEnough.IsTrueAsync(() => Dropped.Count == 1);

        Assert.Contains("The write key was refused", RudderStackDelivery.ReadHealth(Window).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARefusalEndsWithTheFirstDelivery()
    {
        DataPlane.Faults.Add(new Fault { Status = 401, Body = "Invalid Write Key\n", Times = 2 });
        CreateLogger().LogTrack("Late");
        var flush = FlushAsync();
        await SoonEnough.IsTrueAsync(() => RudderStackDelivery.ReadHealth(Window).Refusal is not null || flush.IsCompleted);
        await flush;

        Assert.Null(RudderStackDelivery.ReadHealth(Window).Refusal);
    }

    public static TheoryData<DropReason, bool> Reasons => new()
    {
        { DropReason.Rejected, true },
        { DropReason.QueueFull, true },
        { DropReason.RetryExpired, true },
        { DropReason.Invalid, false },
        { DropReason.Oversize, false },
        { DropReason.Filtered, false },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task LossesThatAnOperatorMayPreventCount(DropReason reason, bool counts)
    {
        await LoseAsync(reason);

        Assert.Single(Dropped, message => message.Reason == reason);
        var expected = counts ? new[] { KeyValuePair.Create(reason, 1L) } : [];
        Assert.Equal(expected, RudderStackDelivery.ReadHealth(Window).Lost);

        // Two probes do not take it from each other.
        Assert.Equal(expected, RudderStackDelivery.ReadHealth(Window).Lost);
        Assert.Equal(1, RudderStackDelivery.ReadHealth(Window).Statistics.Dropped[reason]);
    }

    [Fact]
    public async Task ALossIsForgottenAfterItsTime()
    {
        await LoseAsync(DropReason.Rejected);

        Assert.Empty(RudderStackDelivery.ReadHealth(TimeSpan.Zero).Lost);
        Assert.Single(RudderStackDelivery.ReadHealth(Window).Lost);
    }

    [Fact]
    public async Task AStallIsTheTimeThatMessagesWaitInVain()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        var log = CreateLogger(options => options.Interval = TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.Zero, RudderStackDelivery.ReadHealth(Window).StalledFor);
        log.LogTrack("Waits");
        await SoonEnough.IsTrueAsync(() => RudderStackDelivery.ReadHealth(Window).StalledFor > TimeSpan.FromMilliseconds(20));

        DataPlane.Faults.Clear();
        await FlushAsync();
        Assert.Equal(TimeSpan.Zero, RudderStackDelivery.ReadHealth(Window).StalledFor);
    }

    [Fact]
    public void WaitingForABatchToFillIsNoStall()
    {
        CreateLogger().LogTrack("Waits for others");

        Assert.Equal(TimeSpan.Zero, RudderStackDelivery.ReadHealth(Window).StalledFor);
    }

    [Fact]
    public void ANegativeTimeIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RudderStackDelivery.ReadHealth(TimeSpan.FromTicks(-1)));

    async Task LoseAsync(DropReason reason)
    {
        switch (reason)
        {
            case DropReason.Rejected:
                DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = static message => message.GetProperty("event").GetString() == "Rejected" });
                CreateLogger().LogTrack("Rejected");
                break;
            case DropReason.RetryExpired:
                DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
                CreateLogger(options => options.RetryTimeLimit = TimeSpan.FromMilliseconds(5)).LogTrack("Late");
                break;
            case DropReason.QueueFull:
                var full = CreateLogger(options => options.QueueLimit = 1);
                full.LogTrack("Kept");
                full.LogTrack("Too much");
                break;
            case DropReason.Invalid:
                CreateLogger().Track(null, "Has no user");
                break;
            case DropReason.Oversize:
                CreateLogger().Track("user-1", "Huge", new { Text = new string('x', 40_000) });
                break;
            default:
                CreateLogger(options => options.BeforeSend = static _ => null).LogTrack("Unwanted");
                break;
        }

        await FlushAsync();
    }
}
