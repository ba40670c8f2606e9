using EndToEnd.Tests.Calls;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Calls;

public sealed class SameBytesTests : LoggingTest
{
    [Fact]
    public async Task HelpersGiveWhatSerilogsHelpersGive()
    {
        await LogAsync(MicrosoftCalls.LogByHelpers);
        using (var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            CallSamples.LogByHelpers(serilog);

        Assert.Equal(CallSamples.Types, Stored("type").Take(6));
        Assert.Equal(Sent().Skip(6), Sent().Take(6));
    }
}
