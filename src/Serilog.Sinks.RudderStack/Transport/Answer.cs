using System.Net;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>How one attempt ended: with a status of the data plane, or with a fault before there was one.</summary>
sealed class Answer
{
    /// <summary>The status, if the data plane answered.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The reason phrase, if the data plane answered.</summary>
    public string? ReasonPhrase { get; init; }

    /// <summary>The first 512 bytes of the answer, with the write key blacked out; empty for success.</summary>
    public string Text { get; init; } = "";

    /// <summary>How long the server asks to wait; never negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The fault of the network or of the handler, if there was no status; without the write key.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Whether <see cref="Fault"/> stands for <see cref="RudderStackSinkOptions.RequestTimeout"/>.</summary>
    public bool TimedOut { get; init; }

    /// <summary>How long the attempt took.</summary>
    public TimeSpan Duration { get; init; }
}
