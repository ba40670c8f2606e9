using System.Net.Sockets;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Makes exceptions of HTTP anew, with what each framework lets be set.</summary>
static class HttpFaults
{
#if NET8_0_OR_GREATER
    public static HttpRequestException Copy(HttpRequestException exception, string message, Exception? inner) =>
        new(exception.HttpRequestError, message, inner, exception.StatusCode);

    public static SocketException Copy(SocketException exception, string message) => new((int)exception.SocketErrorCode, message);
#else
    public static HttpRequestException Copy(HttpRequestException exception, string message, Exception? inner)
    {
        // It has nothing further before .NET 5.
        _ = exception;
        return new HttpRequestException(message, inner);
    }

    public static SocketException Copy(SocketException exception, string message)
    {
        // Its text is always that of the error code.
        _ = message;
        return new SocketException((int)exception.SocketErrorCode);
    }
#endif
}
