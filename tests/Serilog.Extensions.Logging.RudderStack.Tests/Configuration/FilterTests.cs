using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Configuration;

/// <summary>Which levels reach the provider, by rules for all providers and by rules for it.</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("Logging:LogLevel:Default", "Warning", LogLevel.Information)]
    [InlineData("Logging:LogLevel:Default", "None", LogLevel.Information)]
    [InlineData("Logging:LogLevel:Shop", "Error", LogLevel.Information)]
    [InlineData("Logging:LogLevel:Default", "Trace", LogLevel.Information)]
    [InlineData("Logging:RudderStack:LogLevel:Default", "Warning", LogLevel.Warning)]
    [InlineData("Logging:RudderStack:LogLevel:Default", "Debug", LogLevel.Debug)]
    [InlineData("Logging:RudderStack:LogLevel:Default", "None", LogLevel.None)]
    [InlineData("Logging:RudderStack:LogLevel:Shop", "Error", LogLevel.Error)]
    [InlineData("Logging:RudderStack:LogLevel:Kitchen", "Error", LogLevel.Information)]
    [InlineData("Logging:Serilog.Extensions.Logging.RudderStack.RudderStackLoggerProvider:LogLevel:Default", "Warning", LogLevel.Warning)]
    [InlineData("Logging:Console:LogLevel:Default", "Error", LogLevel.Information)]
    public void InConfiguration(string key, string value, LogLevel lowest)
    {
        var builder = HostWith(key, value);
        builder.Logging.AddRudderStack("key", "https://plane.example");

        AssertLowest(lowest, builder);
    }

    [Fact]
    public void InCode()
    {
        var builder = HostWith("Logging:LogLevel:Default", "Warning");
        builder.Logging.AddFilter<RudderStackLoggerProvider>("Shop", LogLevel.Error);
        builder.Logging.AddRudderStack("key", "https://plane.example");

        AssertLowest(LogLevel.Error, builder);
    }

    [Fact]
    public void TheMinimumLevelOfAllProvidersDoesNotCount()
    {
        var builder = HostWith("Logging:LogLevel:Default", "Information");
        builder.Logging.AddRudderStack("key", "https://plane.example");
        builder.Logging.SetMinimumLevel(LogLevel.Critical);

        AssertLowest(LogLevel.Information, builder);
    }

    [Fact]
    public void OtherProvidersKeepTheirRules()
    {
        var builder = HostWith("Logging:LogLevel:Default", "Warning");
        var other = new RecordingProvider();
        builder.Logging.AddRudderStack("key", "https://plane.example");
        builder.Logging.AddProvider(other);
        using var host = builder.Build();

        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop").LogInformation("Ordinary");

        Assert.DoesNotContain("Ordinary", other.Texts);
    }

    static HostApplicationBuilder HostWith(string key, string value) =>
        AppSettings.HostOf(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }));

    static void AssertLowest(LogLevel lowest, HostApplicationBuilder builder)
    {
        using var host = builder.Build();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Checkout");

        Assert.Equal(
            Enum.GetValues<LogLevel>().Where(level => level >= lowest && level != LogLevel.None),
            Enum.GetValues<LogLevel>().Where(log.IsEnabled));
    }
}
