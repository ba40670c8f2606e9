using System.Net;

namespace Serilog.Sinks.RudderStack.Durable;

/// <summary>A message that the data plane has rejected, or whose row in the outbox was damaged.</summary>
public sealed class DeadLetter
{
    internal DeadLetter(long id, string outbox, DateTimeOffset stored, DateTimeOffset rejected, string reason, HttpStatusCode? statusCode, string? answer, string json)
    {
        Id = id;
        Outbox = outbox;
        Stored = stored;
        Rejected = rejected;
        Reason = reason;
        StatusCode = statusCode;
        Answer = answer;
        Json = json;
    }

    /// <summary>Its id among the dead letters of the file.</summary>
    public long Id { get; }

    /// <summary>The <see cref="RudderStackOutboxOptions.Name"/> under which it was stored.</summary>
    public string Outbox { get; }

    /// <summary>When it was logged.</summary>
    public DateTimeOffset Stored { get; }

    /// <summary>When it was rejected.</summary>
    public DateTimeOffset Rejected { get; }

    /// <summary>Why: <c>rejected</c>, or <c>damaged</c> when the row had changed on disk.</summary>
    public string Reason { get; }

    /// <summary>The status of the answer; null when there was none.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>The beginning of the answer, or what happened in its place.</summary>
    public string? Answer { get; }

    /// <summary>The message, which holds whatever was logged.</summary>
    public string Json { get; }
}
