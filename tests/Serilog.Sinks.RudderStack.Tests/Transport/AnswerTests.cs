using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class AnswerTests
{
    public static TheoryData<Exception, bool> Faults => new()
    {
        { Socket(SocketError.ConnectionRefused), true },
        { Socket(SocketError.HostNotFound), true },
        { Socket(SocketError.TryAgain), true },
        { Socket(SocketError.HostUnreachable), true },
        { Socket(SocketError.NetworkUnreachable), true },
        { new AuthenticationException("The remote certificate is invalid."), true },
        { Socket(SocketError.ConnectionReset), false },
        { Socket(SocketError.ConnectionAborted), false },
        { Socket(SocketError.TimedOut), false },
        { new IOException("The response ended prematurely."), false },

        // What a connect time-out looks like.
        { new TaskCanceledException("canceled", new TimeoutException("A connection could not be established within the configured ConnectTimeout.")), false },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void NobodyIsThereWhenNoConnectionCouldBeMade(Exception fault, bool isUnreachable)
    {
        Assert.Equal(isUnreachable, new Answer { Fault = fault }.IsUnreachable);
        Assert.Equal(isUnreachable, new Answer { Fault = new HttpRequestException("outer", fault) }.IsUnreachable);
        Assert.False(new Answer { Fault = fault, TimedOut = true }.IsUnreachable);
    }

    [Fact]
    public void WhoAnswersIsThere() => Assert.False(new Answer { Status = HttpStatusCode.BadGateway }.IsUnreachable);

    static SocketException Socket(SocketError error) => new((int)error);
}
