using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;

namespace FirstProgram;

static class Hosts
{
    public static Task RunWithSerilogAsync(Settings settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSerilog((_, configuration) => Loggers.Configure(configuration, settings));
        return RunAsync(builder, settings);
    }

    public static Task RunWithMicrosoftAsync(Settings settings)
    {
        var builder = Host.CreateApplicationBuilder();
        if (settings.Text("providers", "console") == "none")
            builder.Logging.ClearProviders();
        if (settings.Text("filter", "") is { Length: > 0 } category)
            builder.Logging.AddFilter(category, LogLevel.None);
        builder.Logging.AddRudderStack(options =>
        {
            (options.WriteKey, options.DataPlaneUrl) = (settings.Key, settings.Url);
            Loggers.Set(options.Sink, settings);
        });
        return RunAsync(builder, settings);
    }

    static async Task RunAsync(HostApplicationBuilder builder, Settings settings)
    {
        using var host = builder.Build();
        await host.StartAsync();
        Events.Write(host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("FirstProgram"), settings);
        if (settings.Text("end", "stop") == "wait")
        {
            Console.WriteLine("ready");
            await host.WaitForShutdownAsync();
        }
        else
        {
            await host.StopAsync();
        }
    }
}
