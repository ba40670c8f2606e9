using System.Globalization;
using Serilog;

namespace Benchmarks.Workload;

/// <summary>The workload: one <c>track</c> event with five properties, of many users in turn.</summary>
sealed class OrderCompleted
{
    public const int UserCount = 1000;

    static readonly string[] Currencies = ["EUR", "USD", "JPY", "GBP"];
    static readonly string[] Coupons = ["NONE", "WELCOME10", "SUMMER", "FRIEND"];
    static readonly string[] Stores = ["Zurich", "Lisbon", "Osaka", "Austin", "Leeds"];

    readonly bool _asTrack;
    readonly bool _uneven;
    readonly User[] _users;

    /// <param name="form">How the call is made.</param>
    /// <param name="users">The number of users.</param>
    /// <param name="uneven">Whether a tenth of the users makes half of the events.</param>
    public OrderCompleted(CallForm form, int users = UserCount, bool uneven = false)
    {
        _asTrack = form == CallForm.Track;
        _uneven = uneven;
        _users = [.. Enumerable.Range(0, users).Select(NewUser)];
    }

    public OrderCompleted()
        : this(CallForm.Property)
    {
    }

    /// <summary>Logs one event; the same call for every system.</summary>
    /// <remarks>
    /// As a program logs that knows the user at the place of the call: the context is an object that Serilog destructures
    /// each time.
    /// </remarks>
    /// <param name="logger">The logger.</param>
    /// <param name="index">The number of the event, from 0; it becomes <c>OrderId</c>, which so grows with each event of one user.</param>
    public void Log(ILogger logger, int index)
    {
        var user = _users[UserOf(index)];
        var total = index % 997 * 0.25 + 4.99;
        var currency = Currencies[index % Currencies.Length];
        var coupon = Coupons[index % Coupons.Length];
        var store = Stores[index % Stores.Length];
        if (_asTrack)
        {
            logger.Track(
                user.Id,
                "Order Completed",
                new { OrderId = index, Total = total, Currency = currency, Coupon = coupon, Store = store },
                anonymousId: user.AnonymousId,
                context: user.Context);
            return;
        }

        logger
            .ForContext("EventType", "track")
            .ForContext("UserId", user.Id)
            .ForContext("AnonymousId", user.AnonymousId)
            .ForContext("Context", user.Context, destructureObjects: true)
            .Information("Order Completed {OrderId} {Total} {Currency} {Coupon} {Store}", index, total, currency, coupon, store);
    }

    int UserOf(int index)
    {
        if (!_uneven)
            return index % _users.Length;
        var often = Math.Max(1, _users.Length / 10);
        return index % 2 == 0 ? index / 2 % often : often + index / 2 % (_users.Length - often);
    }

    static User NewUser(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"user-{number:D6}"),
        string.Create(CultureInfo.InvariantCulture, $"7c4a8d09-ca37-4c61-a1f2-{number:D12}"),
        new { Locale = "en-US", Timezone = "Europe/Zurich", App = new { Name = "WebShop", Version = "3.1.4" } });
}
