using System.Net.Sockets;
using System.Security.Authentication;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>What may be shown of an exception that a request has ended with: its type, its text without the write key, its causes.</summary>
/// <remarks>
/// Exceptions hold more than their text: those of a user's handler may hold the request with its <c>Authorization</c> header. So
/// hooks and the failure listener never get the original. Those of .NET that HTTP ends with are made anew, so that code can ask
/// for their types and for socket errors; all others become this one.
/// </remarks>
sealed class RequestFault : Exception
{
    // A cause that is its own cause would have no end.
    const int MostCauses = 8;

    RequestFault(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>The type of the original and its text; the form of SelfLog.</summary>
    public override string ToString() => InnerException is null ? Message : $"{Message} ---> {InnerException}";

    public static Exception Of(Exception exception, KeyRedaction redaction) => Of(exception, redaction, MostCauses);

    static Exception Of(Exception exception, KeyRedaction redaction, int causes)
    {
        var message = redaction.Redact(TextOf(exception));
        var inner = exception.InnerException is { } cause && causes > 0 ? Of(cause, redaction, causes - 1) : null;
        var type = exception.GetType();

        // A subclass may hold anything.
        return exception switch
        {
            HttpRequestException http when type == typeof(HttpRequestException) => HttpFaults.Copy(http, message, inner),
            SocketException socket => HttpFaults.Copy(socket, message),
            AuthenticationException when type == typeof(AuthenticationException) => new AuthenticationException(message, inner),
            TaskCanceledException when type == typeof(TaskCanceledException) => new TaskCanceledException(message, inner),
            OperationCanceledException when type == typeof(OperationCanceledException) => new OperationCanceledException(message, inner),
            TimeoutException when type == typeof(TimeoutException) => new TimeoutException(message, inner),
            IOException when type == typeof(IOException) => new IOException(message, inner),
            _ => new RequestFault($"{type.Name}: {message}", inner),
        };
    }

    // Of a user's exception; it may throw in turn.
    static string TextOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception)
        {
            return "its message cannot be read";
        }
    }
}
