using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class DeliveryPathTests
{
    [Fact]
    public async Task WhatAHookStartsIsInsideTheHook()
    {
        var inTask = false;
        var inThread = false;
        var thread = new Thread(() => inThread = DeliveryPath.IsInHook);
        Task<bool> started;
        using (DeliveryPath.EnterHook())
        {
            Assert.True(DeliveryPath.IsInHook);
            thread.Start();
            started = Task.Run(async () =>
            {
                await Task.Yield();
                inTask = DeliveryPath.IsInHook;
                return DeliveryPath.IsCurrent;
            });
        }

        Assert.False(DeliveryPath.IsCurrent);
        thread.Join();
        Assert.True(await started);
        Assert.True(inTask && inThread);
    }

    [Fact]
    public async Task SendingIsMarkedInItsMethodOnlyAndIsNoHook()
    {
        await SendAsync();

        Assert.False(DeliveryPath.IsCurrent);

        static async Task SendAsync()
        {
            DeliveryPath.Enter();
            await Task.Yield();
            Assert.True(DeliveryPath.IsCurrent);
            Assert.False(DeliveryPath.IsInHook);
            using (DeliveryPath.EnterHook())
                Assert.True(DeliveryPath.IsInHook);

            Assert.True(DeliveryPath.IsCurrent);
            Assert.False(DeliveryPath.IsInHook);
        }
    }
}
