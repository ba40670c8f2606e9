using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class SenderThreadTests
{
    [Fact]
    public async Task CallbacksHaveAsMuchStackAsOnAnyThread()
    {
        var onSender = new TaskCompletionSource<int>();
        var onThread = new TaskCompletionSource<int>();

        SenderThread.Start(() => onSender.SetResult(Depth()));
        new Thread(() => onThread.SetResult(Depth())) { IsBackground = true }.Start();

        // Half, since a frame is not the same size in each tier of compilation.
        Assert.True(await onSender.Task > await onThread.Task / 2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Depth()
    {
        Span<byte> some = stackalloc byte[1024];
        some[0] = 1;
        return RuntimeHelpers.TryEnsureSufficientExecutionStack() ? some[0] + Depth() : 0;
    }
}
