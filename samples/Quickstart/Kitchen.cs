using Serilog.Sinks.RudderStack;

/// <summary>The tracking plan of the folder tracking: its types are generated here.</summary>
[TrackingPlan("kitchen")]
static partial class Kitchen;
