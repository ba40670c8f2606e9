using System.Runtime.Loader;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Plugins;

/// <summary>A plug-in's code: uses all that leaves something behind, and disposes it.</summary>
static class Plugin
{
    public static void Run(string writeKey, string url)
    {
        if (AssemblyLoadContext.GetLoadContext(typeof(RudderStackDelivery).Assembly) == AssemblyLoadContext.Default)
            throw new InvalidOperationException("The plug-in uses the host's copy of the sink.");

        using (var audit = new LoggerConfiguration().AuditTo.RudderStack(writeKey, url).CreateLogger())
            audit.Track("user", "Order Completed", new { OrderId = 41 });

        var delivered = 0;
        using (var log = new LoggerConfiguration()
            .WriteTo.RudderStack(writeKey, url, options =>
            {
                options.BeforeSend = message => message;
                options.OnDelivered = _ => delivered++;
            })
            .CreateLogger())
        {
            log.Track("user", "Order Completed", new { OrderId = 42, Lines = new[] { new { Sku = "a" } } });
            log.Identify("user", new Dictionary<string, object> { ["plan"] = "Free" });
            log.Track(null, "Nobody's");
            if (RudderStackDelivery.FlushAsync().GetAwaiter().GetResult().Delivered != 2)
                throw new InvalidOperationException("The plug-in's events were not delivered.");
            log.Track("user", "Order Completed", new { OrderId = 43 });
        }

        if (delivered != 3)
            throw new InvalidOperationException("The disposal did not deliver.");
    }
}
