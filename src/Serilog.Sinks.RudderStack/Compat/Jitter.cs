namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Random numbers for spreading retries; not for anything that must be hard to guess.</summary>
static class Jitter
{
#if NET8_0_OR_GREATER
    /// <summary>A number from 0 up to, not including, 1.</summary>
    public static double Next() => Random.Shared.NextDouble();
#else
    // Random is not safe for several threads.
    [ThreadStatic]
    static Random? _random;

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public static double Next() => (_random ??= new Random(Guid.NewGuid().GetHashCode())).NextDouble();
#endif
}
