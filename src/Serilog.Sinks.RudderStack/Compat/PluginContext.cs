#if NET8_0_OR_GREATER
using System.Runtime.Loader;
#endif

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>The collectible load context that this copy of the library may live in, as part of a plug-in.</summary>
static class PluginContext
{
    /// <summary>Disposes what the process would list for ever, once the plug-in is unloaded.</summary>
    public static void DisposeWhenUnloaded(IDisposable listed)
    {
#if NET8_0_OR_GREATER
        var context = AssemblyLoadContext.GetLoadContext(typeof(PluginContext).Assembly);
        if (context is { IsCollectible: true })
            context.Unloading += _ => listed.Dispose();
#endif
    }
}
