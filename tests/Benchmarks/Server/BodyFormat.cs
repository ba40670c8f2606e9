namespace Benchmarks.Server;

/// <summary>What one endpoint takes: how events are counted in it, and what it answers.</summary>
/// <param name="PathEnd">How the endpoint's path ends.</param>
/// <param name="Count">Counts the events of a body; throws when it is not of this format.</param>
/// <param name="Success">The whole answer.</param>
sealed record BodyFormat(string PathEnd, BodyFormat.EventCounter Count, ReadOnlyMemory<byte> Success)
{
    static readonly BodyFormat[] All =
    [
        new("/v1/batch", BatchBody.Count, Answers.RudderStack),
        new("/api/events/raw", ClefBody.Count, Answers.Seq),
        new("/ingest/clef", ClefBody.Count, Answers.Seq),
        new("/v1/logs", OtlpBody.Count, Answers.OpenTelemetry),
    ];

    public delegate int EventCounter(ReadOnlySpan<byte> body);

    public static BodyFormat? For(string path) => Array.Find(All, format => path.EndsWith(format.PathEnd, StringComparison.Ordinal));
}
