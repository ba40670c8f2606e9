using System.Diagnostics.CodeAnalysis;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Makes objects without running a constructor, nor later a finalizer.</summary>
static class HollowObject
{
    [SuppressMessage("Usage", "CA1816", Justification = "Nobody disposes what was never constructed, and its finalizer must not run.")]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "No constructor is run.")]
    public static object Of(Type type)
    {
#if NET8_0_OR_GREATER
        var hollow = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
#else
        var hollow = System.Runtime.Serialization.FormatterServices.GetUninitializedObject(type);
#endif
        GC.SuppressFinalize(hollow);
        return hollow;
    }
}
