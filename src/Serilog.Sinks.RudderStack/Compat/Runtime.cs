using System.Runtime.InteropServices;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Which runtime the <c>netstandard2.0</c> build runs on.</summary>
static class Runtime
{
    public static bool IsNetFramework { get; } = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);
}
