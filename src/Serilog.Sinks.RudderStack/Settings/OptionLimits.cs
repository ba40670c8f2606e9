using System.Globalization;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>The rules for times, sizes, counts and choices.</summary>
static class OptionLimits
{
    // What rudder-server's gateway takes in one request (4000 KB).
    const int GatewayBytes = 4_096_000;

    // {"batch":[]}
    const int EnvelopeBytes = 12;

    static readonly int DefaultMessageBytes = new RudderStackSinkOptions().MaxMessageBytes;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static void Check(RudderStackSinkOptions options, OptionFaults faults)
    {
        CheckTimes(options, faults);
        CheckCounts(options, faults);
        CheckBytes(options, faults);
        CheckChoice(nameof(options.WhenQueueFull), options.WhenQueueFull, faults);
        CheckChoice(nameof(options.PropertyNaming), options.PropertyNaming, faults);
        CheckChoice(nameof(options.LooseProperties), options.LooseProperties, faults);
        CheckChoice(nameof(options.StandardErrorReports), options.StandardErrorReports, faults);
    }

    static void CheckTimes(RudderStackSinkOptions options, OptionFaults faults)
    {
        CheckTime(nameof(options.Interval), options.Interval, Hour, "one hour", faults);
        if (options.RetryAfter is { } retryAfter)
            CheckTime(nameof(options.RetryAfter), retryAfter, Hour, "one hour", faults);
        CheckTime(nameof(options.RetryTimeLimit), options.RetryTimeLimit, Week, "seven days", faults);
        CheckTime(nameof(options.RequestTimeout), options.RequestTimeout, Hour, "one hour", faults);
        CheckTime(nameof(options.ConnectTimeout), options.ConnectTimeout, Hour, "one hour", faults);
        CheckTime(nameof(options.ShutdownTimeout), options.ShutdownTimeout, Hour, "one hour", faults);
        CheckTime(nameof(options.ShutdownStallTimeout), options.ShutdownStallTimeout, Hour, "one hour", faults);

        // Zero switches it off.
        if (options.ProcessExitTimeout != TimeSpan.Zero)
            CheckTime(nameof(options.ProcessExitTimeout), options.ProcessExitTimeout, Minute, "one minute", faults);
    }

    static void CheckCounts(RudderStackSinkOptions options, OptionFaults faults)
    {
        CheckRange(nameof(options.BatchSize), options.BatchSize, 100_000, faults);
        CheckRange(nameof(options.QueueLimit), options.QueueLimit, int.MaxValue, faults);
        CheckRange(nameof(options.MaxConcurrentRequests), options.MaxConcurrentRequests, 256, faults);
    }

    // How two limits stand to each other is reported only when each is good by itself: one line for one mistake.
    static void CheckBytes(RudderStackSinkOptions options, OptionFaults faults)
    {
        var batch = CheckRange(nameof(options.MaxBatchBytes), options.MaxBatchBytes, GatewayBytes, faults);
        var message = CheckRange(nameof(options.MaxMessageBytes), options.MaxMessageBytes, GatewayBytes, faults);
        var queue = CheckRange(nameof(options.QueueLimitBytes), options.QueueLimitBytes, long.MaxValue, faults);

        var isTooLarge = batch && message && options.MaxMessageBytes > options.MaxBatchBytes - EnvelopeBytes;
        if (isTooLarge && options.MaxMessageBytes == DefaultMessageBytes)
        {
            // Named is the one that somebody has set.
            faults.Add(nameof(options.MaxBatchBytes),
                $"is {Text(options.MaxBatchBytes)}, too small for one message (MaxMessageBytes, {Text(options.MaxMessageBytes)}) and the {Text(EnvelopeBytes)} bytes around it; " +
                $"write at least {Text(options.MaxMessageBytes + EnvelopeBytes)}, or lower MaxMessageBytes.");
        }
        else if (isTooLarge)
        {
            faults.Add(nameof(options.MaxMessageBytes),
                $"is {Text(options.MaxMessageBytes)}, but a request of MaxBatchBytes ({Text(options.MaxBatchBytes)}) has room for " +
                $"{Text(Math.Max(0, options.MaxBatchBytes - EnvelopeBytes))}; write no more than that, or raise MaxBatchBytes.");
        }

        if (queue && message && options.QueueLimitBytes < options.MaxMessageBytes)
        {
            faults.Add(nameof(options.QueueLimitBytes),
                $"is {Text(options.QueueLimitBytes)}, less than one message (MaxMessageBytes, {Text(options.MaxMessageBytes)}); write at least that.");
        }
    }

    static void CheckTime(string option, TimeSpan value, TimeSpan limit, string limitText, OptionFaults faults)
    {
        if (value <= TimeSpan.Zero)
        {
            faults.Add(option, $"is {Text(value)}; write a time above zero, such as 00:00:30 for thirty seconds.");
        }
        else if (value > limit)
        {
            faults.Add(option,
                $"is {Text(value)}, above its limit of {limitText}; write 00:00:30 for thirty seconds, since 30 in a configuration file means thirty days.");
        }
    }

    static bool CheckRange(string option, long value, long limit, OptionFaults faults)
    {
        if (value >= 1 && value <= limit)
            return true;

        var advice = limit >= int.MaxValue ? "write a number above zero" : $"write a number from 1 to {Text(limit)}";
        faults.Add(option, $"is {Text(value)}; {advice}.");
        return false;
    }

    static void CheckChoice(string option, Enum value, OptionFaults faults)
    {
        var choices = value.GetType();
        if (!Enum.IsDefined(choices, value))
            faults.Add(option, $"is {value:D}, which is not a choice; write one of {string.Join(", ", Enum.GetNames(choices))}.");
    }

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
