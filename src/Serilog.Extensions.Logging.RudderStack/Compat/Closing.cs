using Serilog.Core;

namespace Serilog.Extensions.Logging.RudderStack.Compat;

/// <summary>Closes a Serilog logger, which cannot do so without blocking on every target framework.</summary>
static class Closing
{
    public static ValueTask CloseAsync(this Logger logger)
    {
#if NET
        return logger.DisposeAsync();
#else
        logger.Dispose();
        return default;
#endif
    }
}
