namespace RudderStack.Local;

/// <summary>
/// The gateway's rate limit: it counts events, not requests, and takes a batch as a whole or answers it 429. Events of
/// a job or task run are not counted.
/// </summary>
/// <remarks>Like the gateway's own it sends no <c>Retry-After</c>. A batch of more events than <see cref="Burst"/> never passes.</remarks>
/// <param name="Events">How many events may come in <paramref name="Per"/>, in the long run: at least 1.</param>
/// <param name="Per">The time that <paramref name="Events"/> is about: above zero, at most a day.</param>
public sealed record RateLimit(int Events, TimeSpan Per)
{
    /// <summary>How many events may come at once after a pause: at least 1. Default: <see cref="Events"/>, as in the gateway.</summary>
    public int Burst { get; init; } = Events;

    internal void Validate()
    {
        if (Events < 1)
            throw new ArgumentException($"{nameof(Events)} must be at least 1, but is {Events}.");
        if (Burst < 1)
            throw new ArgumentException($"{nameof(Burst)} must be at least 1, but is {Burst}.");
        if (Per <= TimeSpan.Zero || Per > TimeSpan.FromDays(1))
            throw new ArgumentException($"{nameof(Per)} must be above zero and at most a day, but is {Per}.");
    }
}
