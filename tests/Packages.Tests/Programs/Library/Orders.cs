using System;
using System.Collections.Generic;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace Library
{
    /// <summary>Compiled against the netstandard2.0 build of the packages.</summary>
    public static class Orders
    {
        public static void Completed(Serilog.ILogger logger, int orderId) =>
            logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = orderId }, timestamp: new DateTimeOffset(2026, 11, 27, 12, 30, 0, TimeSpan.Zero));

        public static void Completed(Microsoft.Extensions.Logging.ILogger logger, int orderId) =>
            logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = orderId });

        public static LoggerConfiguration To(this LoggerConfiguration configuration, string url) => configuration.WriteTo.RudderStack("local-write-key", url, options =>
        {
            options.Interval = TimeSpan.FromSeconds(1);
            options.DefaultContext = new Dictionary<string, object> { ["app.name"] = "Library" };
        });
    }
}
