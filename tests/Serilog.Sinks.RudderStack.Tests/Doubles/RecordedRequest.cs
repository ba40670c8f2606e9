namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>A request as the handler double saw it, its body decompressed.</summary>
sealed record RecordedRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool IsBatch => Method == HttpMethod.Post;

    /// <summary>Whether it is a batch without messages, which asks the gateway for itself.</summary>
    public bool IsEmptyBatch => IsBatch && Ids.Length == 0;

    public string[] Ids => TestMessages.IdsIn(Body);
}
