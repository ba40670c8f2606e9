using Serilog.Sinks.RudderStack;

namespace Benchmarks.Micro;

/// <summary>The tracking plan of the typed calls that are measured.</summary>
[TrackingPlan("benchmarks")]
static partial class Planned;
