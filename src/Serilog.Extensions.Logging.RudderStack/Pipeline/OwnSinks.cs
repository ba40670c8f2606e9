using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>The sinks that providers of this process have made, to be distinguished from sinks of the user's own Serilog loggers.</summary>
static class OwnSinks
{
    static readonly object Lock = new();
    static readonly List<string> Keys = [];

    /// <summary>Makes a logger with a sink, and keeps account of it.</summary>
    public static Logger Create(string writeKey, Func<Logger> create)
    {
        lock (Lock)
        {
            var logger = create();
            Keys.Add(writeKey);
            return logger;
        }
    }

    /// <summary>To be called when the logger is disposed.</summary>
    public static void Forget(string writeKey)
    {
        lock (Lock)
            Keys.Remove(writeKey);
    }

    /// <summary>Counts the sinks for a source that are not ours; a key belongs to one source.</summary>
    public static int CountOthers(string writeKey, string dataPlaneUrl)
    {
        lock (Lock)
            return RudderStackDelivery.CountSinks(writeKey, dataPlaneUrl) - Keys.Count(key => key == writeKey);
    }
}
