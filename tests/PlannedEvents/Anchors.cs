using Serilog.Sinks.RudderStack;

namespace PlannedEvents
{
    [TrackingPlan("all_types")]
    public static partial class AllTypes
    {
    }

    [TrackingPlan("shop")]
    public static partial class Shop
    {
    }
}
