namespace Serilog.Sinks.RudderStack;

/// <summary>How delivery is going: what a health check needs to know of all sinks of the process that are not yet disposed.</summary>
public sealed class DeliveryHealth
{
    internal DeliveryHealth(string? refusal, TimeSpan stalledFor, IReadOnlyDictionary<DropReason, long> lost, DeliveryStatistics statistics)
    {
        Refusal = refusal;
        StalledFor = stalledFor;
        Lost = lost;
        Statistics = statistics;
    }

    /// <summary>What is refused now, by the data plane or by what is in front of it: the write key, the source or the URL; null when nothing is.</summary>
    /// <remarks>One line for people. Set until something is delivered.</remarks>
    public string? Refusal { get; }

    /// <summary>How long messages have waited beyond the interval without any being acknowledged; zero when none waits.</summary>
    /// <remarks>Of the sink that has waited longest.</remarks>
    public TimeSpan StalledFor { get; }

    /// <summary>The number of messages lost within the time asked for, for each reason that occurred.</summary>
    /// <remarks>
    /// Losses that an operator may prevent: all but <see cref="DropReason.Invalid"/>, <see cref="DropReason.Oversize"/> and
    /// <see cref="DropReason.Filtered"/>. Reading them takes them from nobody.
    /// </remarks>
    public IReadOnlyDictionary<DropReason, long> Lost { get; }

    /// <summary>Statistics since each live sink was made, summed over them.</summary>
    public DeliveryStatistics Statistics { get; }
}
