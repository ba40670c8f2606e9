using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Settings;

namespace Benchmarks.Micro;

/// <summary>The sink's own parts, with default settings and a data plane in process.</summary>
static class Sinks
{
    public static SinkSettings Settings()
    {
        var options = new RudderStackSinkOptions { WhenQueueFull = WhenQueueFull.Block, HttpMessageHandlerFactory = static () => new AnsweringHandler() };
        return OptionsValidator.Freeze("benchmark-key", "http://localhost", options)!;
    }
}
