using Serilog.Core;
using Serilog.Events;

namespace Benchmarks.Systems;

/// <summary>A sink that does nothing: what is left is what Serilog itself costs.</summary>
sealed class NothingSink : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
    }
}
