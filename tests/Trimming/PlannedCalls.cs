using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack;

namespace Trimming;

[TrackingPlan("all_types")]
static partial class AllTypes;

[TrackingPlan("shop")]
static partial class Shop;

[TrackingPlan("variants")]
static partial class Variants;

/// <summary>Typed calls of tracking plans, which need no reflection.</summary>
static class PlannedCalls
{
    /// <summary>Logs them, and gives the names of the events.</summary>
    public static string[] Log(Serilog.ILogger serilog, Microsoft.Extensions.Logging.ILogger microsoft)
    {
        serilog.TrackEverythingSent("user-1", new()
        {
            Title = "t",
            Count = 9007199254740993,
            Weight = 1.50m,
            Active = true,
            Extra = new JsonObject { ["a"] = 1 },
            AnythingList = [1, "two", AnalyticsValue.Null],
            Anything = AnalyticsValue.List(1, "a"),
            Colour = AllTypes.Colour.LightBlue,
            Priority = AllTypes.Priority.Minus1,
            Nickname = null,
            Tags = ["a", "b"],
            FDateTime = DateTimeOffset.UnixEpoch,
            FDate = new DateOnly(2024, 2, 29),
            FUuid = new Guid("0F8FAD5B-D9CB-469F-A165-70867728950E"),
            Mixed = AllTypes.Mixed.True,
            Reference = 42,
            Rows = [new JsonObject { ["b"] = 2 }],
            MixedList = ["a", 1, AllTypes.MixedListItem.Null],
        });
        microsoft.TrackOrderCompleted("user-1", new()
        {
            Lines = [new Shop.OrderLine { ProductId = "G-32", UnitPrice = new() { Amount = 9.99m, Currency = Shop.Currency.EUR }, AdditionalProperties = { ["gift"] = true } }],
            UnitPrice = new() { Amount = 1, Currency = Shop.Currency.JPY },
            Address = new() { City = "Lagos", Geo = new() { Lat = 6.5 } },
            AdditionalProperties = { ["coupon"] = "SPRING" },
        });
        serilog.TrackPaid("user-1", new Variants.Paid.ByCard { Total = 10, CardLast4 = "4242" });
        microsoft.TrackViewed("user-1", new() { Content = new Variants.PageContent.CartOrCheckout(Variants.PageContent.CartOrCheckout.Value.Cart) { Total = 3 } });
        return ["Everything Sent", "Order Completed", "Paid", "Viewed"];
    }
}
