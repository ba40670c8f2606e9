#if NET8_0_OR_GREATER
using System.Net;
using System.Net.Sockets;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Connects without any asynchronous operation on the socket, so that it stays one on which a thread can wait in the system.</summary>
/// <remarks>
/// Once an asynchronous operation was started on a socket, .NET watches it with its event loop for ever: each answer then
/// goes through that loop and the thread pool, also to a caller that waits for it. That costs a sixth more CPU for each
/// message and, on a busy core, so much delay that the queue fills (<c>dotnet run -c Release --project tests/Benchmarks --
/// burst</c>). The handshake of TLS is asynchronous, so what is saved is saved with plain HTTP alone: the data plane in the
/// same cluster, or behind a proxy on the same machine.
/// </remarks>
static class BlockingConnection
{
    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var end = context.DnsEndPoint;
        var addresses = await Dns.GetHostAddressesAsync(end.Host, cancellationToken).ConfigureAwait(false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A thread of its own: connecting can take long, and the pool's threads are not ours.
            using (cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
                await Task.Factory.StartNew(() => socket.Connect(addresses, end.Port), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
#endif
