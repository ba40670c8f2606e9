using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Pipeline;

public sealed class ScopeTests : LoggingTest
{
    public static TheoryData<object> Shapes => Support.Shapes.Of("CartId", "cart-1");

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public async Task GiveTheirProperties(object scope)
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(scope))
                log.Track("user-1", "Order Completed");
            log.Track("user-1", "Order Completed");
        });

        Assert.Equal(["""{"cart_id":"cart-1"}""", "{}"], DataPlane.Messages.Select(PropertiesOf));
    }

    [Fact]
    public async Task WithATemplateGiveItsHoles()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope("Cart {CartId} of {@Owner}", "cart-1", new { Name = "Alex" }))
                log.Track("user-1", "Order Completed");
        });

        Assert.Equal("""{"cart_id":"cart-1","owner":{"name":"Alex"}}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task OfOtherShapesAreLeftOut()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope("A text alone"))
            using (log.BeginScope(42))
            using (log.BeginScope((1, "CartId")))
            using (log.BeginScope(("CartId", "cart-1", "more")))
            using (log.BeginScope(new Dictionary<int, string> { [1] = "CartId" }))
            using (log.BeginScope(new Dictionary<string, object> { [""] = "nameless" }))
                log.Track("user-1", "Order Completed");
        });

        Assert.Equal("{}", PropertiesOf(Assert.Single(DataPlane.Messages)));
        Assert.Empty(Reports.Lines);
    }

    [Fact]
    public async Task TheInnermostWins()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["CartId"] = "outer", ["Shop"] = "outer" }))
            using (log.BeginScope(new Dictionary<string, object> { ["CartId"] = "inner" }))
                log.Track("user-1", "Order Completed");
        });

        Assert.Equal("""{"cart_id":"inner","shop":"outer"}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task TheEventsOwnPropertiesWin()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["UserId"] = "scoped", ["Event"] = "Scoped", ["OrderId"] = 1 }))
                log.LogInformation("{EventType} {UserId} {Event} {OrderId}", "track", "user-1", "Order Completed", 42);
        });

        Assert.Equal(["user-1"], Stored("userId"));
        Assert.Equal(["Order Completed"], Stored("event"));
        Assert.Equal("""{"order_id":42}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task ObjectsAreTakenApartWhereTheNameSaysSo()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["@Cart"] = new { Id = 1 }, ["$Cart2"] = new { Id = 2 }, ["Cart3"] = new { Id = 3 } }))
                log.Track("user-1", "Order Completed");
        });

        Assert.Equal("""{"cart":{"id":1},"cart2":"{ Id = 2 }","cart3":"{ Id = 3 }"}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task OneThatCannotBeReadIsLeftOutAndReported()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["CartId"] = "cart-1" }))
            using (log.BeginScope(Broken()))
                log.Track("user-1", "Order Completed");
        });

        Assert.Equal("""{"cart_id":"cart-1"}""", OnlyStored("properties"));
        Assert.Equal(["RudderStack: a scope could not be read, its properties are left out: System.InvalidOperationException"], Reports.Lines);
    }

    [Fact]
    public async Task FollowAsynchronousCode()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => AddRudderStack(logging));
        await using (var provider = services.BuildServiceProvider())
        {
            var log = provider.GetRequiredService<ILogger<ScopeTests>>();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async user =>
            {
                using var scope = log.BeginScope(("CartId", $"cart-{user}"));
                await Task.Yield();
                log.Track($"user-{user}", "Order Completed");
            }));
        }

        Assert.Equal(8, DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal(
            message.GetProperty("userId").GetString()!.Replace("user", "cart", StringComparison.Ordinal),
            message.GetProperty("properties").GetProperty("cart_id").GetString()));
    }

    [Fact]
    public async Task WorkWithoutALoggerFactory()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => AddRudderStack(logging));
        await using (var provider = services.BuildServiceProvider())
        {
            var log = provider.GetServices<ILoggerProvider>().OfType<RudderStackLoggerProvider>().Single().CreateLogger("Shop");
            using (log.BeginScope(("CartId", "cart-1")))
                log.Track("user-1", "Order Completed");
        }

        Assert.Equal("""{"cart_id":"cart-1"}""", OnlyStored("properties"));
    }

    /// <summary>As a report does that comes while a scope is open: the host's log is made for it.</summary>
    [Fact]
    public async Task AScopeStaysOpenWhenTheLoggerFactoryIsMadeMeanwhile()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => AddRudderStack(logging));
        await using (var provider = services.BuildServiceProvider())
        {
            var log = provider.GetServices<ILoggerProvider>().OfType<RudderStackLoggerProvider>().Single().CreateLogger("Shop");
            using (log.BeginScope(("CartId", "cart-1")))
            {
                var factory = provider.GetRequiredService<ILoggerFactory>();
                using (factory.CreateLogger("Shop").BeginScope(("Step", 2)))
                    log.Track("user-1", "Order Completed");
            }
        }

        Assert.Equal("""{"step":2,"cart_id":"cart-1"}""", OnlyStored("properties"));
    }

    static IEnumerable<KeyValuePair<string, object>> Broken()
    {
        if (Secret.Length > 0)
            throw new InvalidOperationException(Secret);
        yield break;
    }
}
