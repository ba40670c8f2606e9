namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>The drop reasons as numbers, and as the words that metrics and diagnostics use.</summary>
static class DropReasons
{
    static readonly string[] Tags = ["invalid", "oversize", "queue_full", "rejected", "retry_expired", "shutdown", "filtered", "outbox_full", "expired"];

    public static int Count => Tags.Length;

    /// <summary>The value of the metrics' tag <c>reason</c>.</summary>
    public static string Tag(DropReason reason) => Tags[(int)reason];

    /// <summary>The reasons that occurred.</summary>
    public static IReadOnlyDictionary<DropReason, long> ToDictionary(long[] counts)
    {
        var dictionary = new Dictionary<DropReason, long>();
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
                dictionary.Add((DropReason)i, counts[i]);
        }

        return dictionary;
    }
}
