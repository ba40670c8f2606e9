using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Pipeline;

public sealed partial class OrdinaryEventTests : LoggingTest
{
    [Fact]
    public async Task StayAtHomeWhateverTheirEventTypeLooksLike()
    {
        await LogAsync(log =>
        {
            log.LogInformation("The kitchen is closed");
            log.LogInformation("Hashed {EventType}", 0xA1B2C3D4u);
            log.LogInformation("Hashed {EventType}", "a1b2c3d4");
            log.LogInformation("An object {@EventType}", new { track = 1 });
            log.LogInformation("Other names {MyEventType} {EventTypes} {Eventtype}", "track", "track", "track");
            log.Log(LogLevel.Information, default, 42, null, (_, _) => "track");
            log.Log<object?>(LogLevel.Information, default, null, null, (_, _) => "track");
            log.Log(LogLevel.None, "{EventType} {UserId} {Event}", "track", "user-1", "At level None");
        });

        Assert.Empty(DataPlane.Requests);
        Assert.Empty(Reports.Lines);
    }

    [Fact]
    public async Task AreNotConverted()
    {
        var converted = 0;
        var value = new Touchy(() => converted++);
        await LogAsync(log =>
        {
            using var scope = log.BeginScope(("Touchy", value));
            log.LogInformation("Ordinary {Value} {@Object}", value, value);
        });

        Assert.Equal(0, converted);
    }

    [Fact]
    public async Task AreNotEnriched()
    {
        var enricher = new CountingEnricher();
        await LogAsync(log =>
        {
            log.LogInformation("Ordinary");
            log.Track("user-1", "Order Completed");
        }, logging => logging.Services.AddSingleton<ILogEventEnricher>(enricher));

        Assert.Equal(1, enricher.Count);
    }

    [Fact]
    public async Task CostNextToNothing()
    {
        const int Calls = 10_000;
        var bytes = 0L;
        await LogAsync(log =>
        {
            using var scope = log.BeginScope(new Dictionary<string, object> { ["RequestId"] = "request-1", ["RequestPath"] = "/" });
            Request(log, "GET", 1);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
                Request(log, "GET", i);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        });

        // The state and its number as objects, and the search through the scopes. Converted, it is ten times that.
        Assert.InRange(bytes / Calls, 0, 150);
    }

    [LoggerMessage(LogLevel.Information, "Request {Method} {Status}")]
    static partial void Request(Microsoft.Extensions.Logging.ILogger log, string method, int status);

    sealed class Touchy(Action touch)
    {
        public string Property
        {
            get
            {
                touch();
                return "";
            }
        }

        public override string ToString()
        {
            touch();
            return "";
        }
    }
}
