using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Configuration;

/// <summary>Analytics under a category of their own stay out of other providers, and reach RudderStack.</summary>
public sealed class CategoryTests : LoggingTest
{
    [Fact]
    public void TheNameIsThatOfTheType() => Assert.Equal(RudderStackAnalytics.Category, typeof(RudderStackAnalytics).FullName);

    [Fact]
    public async Task AFilterKeepsThemOutOfOtherProviders()
    {
        var others = new LogOutput();
        var builder = AppSettings.HostWith("{}", logging => AddRudderStack(logging.AddProvider(others.Provider())));
        builder.Logging.AddFilter(RudderStackAnalytics.Category, LogLevel.None);
        using (var host = builder.Build())
        {
            await host.StartAsync(SoonEnough.Token);
            host.Services.GetRequiredService<ILogger<RudderStackAnalytics>>().Identify("user-1", new { Email = "alex@example.com" });
            host.Services.GetRequiredService<ILogger<CategoryTests>>().LogInformation("An ordinary line");
            await host.StopAsync(SoonEnough.Token);
        }

        Assert.Empty(others.Of(RudderStackAnalytics.Category));
        Assert.Single(others.Of(typeof(CategoryTests).FullName!));
        Assert.Equal(["identify"], Stored("type"));
    }
}
