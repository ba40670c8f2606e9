using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>How one attempt ended: with a status of the data plane, or with a fault before there was one.</summary>
sealed record Answer
{
    /// <summary>The status, if the data plane answered.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The reason phrase, if the data plane answered.</summary>
    public string? ReasonPhrase { get; init; }

    /// <summary>The first 512 bytes of the answer, with the write key blacked out.</summary>
    public string Text { get; init; } = "";

    /// <summary>How long the server asks to wait; never negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The fault of the network or of the handler, if there was no status; without the write key.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Whether <see cref="Fault"/> stands for <see cref="RudderStackSinkOptions.RequestTimeout"/>.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether nobody could be reached at the address; not when the time ran out.</summary>
    public bool IsUnreachable
    {
        get
        {
            for (var cause = TimedOut ? null : Fault; cause is not null; cause = cause.InnerException)
            {
                // A connection that breaks during a request was one: somebody is there.
                if (cause is AuthenticationException or SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.TimedOut) })
                    return true;
            }

            return false;
        }
    }

    /// <summary>How long the attempt took.</summary>
    public TimeSpan Duration { get; init; }
}
