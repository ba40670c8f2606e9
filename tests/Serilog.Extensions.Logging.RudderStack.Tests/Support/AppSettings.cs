using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Support;

/// <summary>Hosts that are configured by the text of an <c>appsettings.json</c>, as an application's is.</summary>
static class AppSettings
{
    /// <summary>A host builder whose <c>Logging:RudderStack</c> has this content, and into whose loggers RudderStack is added.</summary>
    public static HostApplicationBuilder HostWith(string section, Action<ILoggingBuilder>? add = null)
    {
        var json = $$"""{ "Logging": { "RudderStack": {{section}} } }""";
        var builder = HostOf(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))));
        (add ?? (logging => logging.AddRudderStack()))(builder.Logging);
        return builder;
    }

    public static HostApplicationBuilder HostOf(IConfigurationBuilder configuration)
    {
        // The real defaults, without what the machine has of files and variables.
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        foreach (var source in configuration.Sources)
            builder.Configuration.Sources.Add(source);
        builder.Logging.ClearProviders();
        return builder;
    }

    public static RudderStackLoggerOptions OptionsOf(HostApplicationBuilder builder)
    {
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptionsMonitor<RudderStackLoggerOptions>>().CurrentValue;
    }

    /// <summary>The lines of the fault that keeps a host from starting.</summary>
    public static async Task<string[]> FaultsOfAsync(HostApplicationBuilder builder)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync();
        });
        return fault.Message.Split(Environment.NewLine);
    }
}
