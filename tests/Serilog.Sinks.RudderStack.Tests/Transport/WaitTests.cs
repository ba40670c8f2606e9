using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class WaitTests
{
    // A wait for the rest of the time limit that ends early would be followed by attempts without any wait between them.
    [Theory]
    [InlineData(1)]
    [InlineData(9_999)]
    [InlineData(10_001)]
    [InlineData(305_000_007)]
    public async Task AWaitNeverEndsBeforeItsTime(long ticks)
    {
        var time = new FakeTimeProvider();

        var wait = time.WaitAsync(TimeSpan.FromTicks(ticks), CancellationToken.None);

        time.Advance(TimeSpan.FromTicks(ticks - 1));
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await wait;
    }
}
