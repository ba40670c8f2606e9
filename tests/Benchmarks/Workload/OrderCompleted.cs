using System.Globalization;
using Serilog;

namespace Benchmarks.Workload;

/// <summary>The workload: one <c>track</c> event with five properties, of a thousand users in turn.</summary>
sealed class OrderCompleted
{
    public const int UserCount = 1000;

    static readonly string[] Currencies = ["EUR", "USD", "JPY", "GBP"];
    static readonly string[] Coupons = ["NONE", "WELCOME10", "SUMMER", "FRIEND"];
    static readonly string[] Stores = ["Zurich", "Lisbon", "Osaka", "Austin", "Leeds"];

    readonly User[] _users = [.. Enumerable.Range(0, UserCount).Select(NewUser)];

    /// <summary>Logs one event; the same call for every system.</summary>
    /// <remarks>
    /// As a program logs that knows the user at the place of the call: reserved properties by <c>ForContext</c>, the context
    /// as an object that Serilog destructures each time, the event's own properties as holes of the template.
    /// </remarks>
    /// <param name="logger">The logger.</param>
    /// <param name="index">The number of the event, from 0; it becomes <c>OrderId</c>, which so grows with each event of one user.</param>
    public void Log(ILogger logger, int index)
    {
        var user = _users[index % UserCount];
        logger
            .ForContext("EventType", "track")
            .ForContext("UserId", user.Id)
            .ForContext("AnonymousId", user.AnonymousId)
            .ForContext("Context", user.Context, destructureObjects: true)
            .Information(
                "Order Completed {OrderId} {Total} {Currency} {Coupon} {Store}",
                index,
                index % 997 * 0.25 + 4.99,
                Currencies[index % Currencies.Length],
                Coupons[index % Coupons.Length],
                Stores[index % Stores.Length]);
    }

    static User NewUser(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"user-{number:D6}"),
        string.Create(CultureInfo.InvariantCulture, $"7c4a8d09-ca37-4c61-a1f2-{number:D12}"),
        new { Locale = "en-US", Timezone = "Europe/Zurich", App = new { Name = "WebShop", Version = "3.1.4" } });
}
