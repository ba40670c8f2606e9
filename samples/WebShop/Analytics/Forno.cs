using Serilog.Sinks.RudderStack;

namespace WebShop.Analytics;

/// <summary>The tracking plan of the folder tracking: its types are generated here, its calls beside it.</summary>
[TrackingPlan("forno")]
static partial class Forno;
