using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Pipeline;

/// <summary>What becomes of log calls that are no helpers.</summary>
public sealed partial class LogEventTests : LoggingTest
{
    [Fact]
    public async Task TheTemplateNamesTheEventAndItsHolesAreItsProperties()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["EventType"] = "track", ["UserId"] = "user-1" }))
                log.LogInformation("Order Completed {OrderId} {Total}", 42, 99.95m);
        });

        Assert.Equal(["Order Completed"], Stored("event"));
        Assert.Equal("""{"order_id":42,"total":99.95}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task TheNameOfTheEventIdNamesTheEvent()
    {
        await LogAsync(log => log.Log(LogLevel.Information, new EventId(7, "Order Completed"), "Logged as {EventType} of {UserId}", "track", "user-1"));

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task TheNameOfALoggerMessageMethodNamesTheEvent()
    {
        await LogAsync(log =>
        {
            OrderCompleted(log, "track", "user-1", 42, new { Street = "Main Street" });
            Named(log, "track", "user-1");
        });

        Assert.Equal(["OrderCompleted", "Order Completed"], Stored("event"));
        Assert.Equal("""{"order_id":42,"address":{"street":"Main Street"}}""", DataPlane.Messages[0].GetProperty("properties").GetRawText());
    }

    [Fact]
    public async Task ObjectsAreTakenApartWhereTheTemplateSaysSo()
    {
        await LogAsync(log => log.LogInformation("{EventType} {UserId} {Event} {@Properties} {@Context}", "track", "user-1", "Order Completed", new { OrderId = 42 }, new { Ip = "::1" }));

        Assert.Equal("""{"order_id":42}""", OnlyStored("properties"));
        Assert.Contains("\"ip\":\"::1\"", OnlyStored("context"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheLoggingFrameworkAddsIsNotSent()
    {
        await LogAsync(
            log =>
            {
                using (log.BeginScope("A scope with {Hole}", 1))
                using (log.BeginScope("A scope without"))
                    log.Log(LogLevel.Information, new EventId(7, "Order Completed"), "{EventType} {UserId}", "track", "user-1");
            },
            logging => logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId | ActivityTrackingOptions.ParentId));

        Assert.Equal("""{"hole":1}""", OnlyStored("properties"));
        Assert.All(
            ["{OriginalFormat}", "OriginalFormat", "original_format", "Scope", "scope", "SourceContext", "source_context", "EventId", "event_id", "Shop.Checkout", "TraceId", "trace_id"],
            noise => Assert.DoesNotContain($"\"{noise}\"", Assert.Single(Sent()), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExceptionsAreNoPartOfAMessage()
    {
        await LogAsync(log => log.LogError(new InvalidOperationException(Secret), "{EventType} {UserId} {Event}", "track", "user-1", "Payment Failed"));

        Assert.Equal(["Payment Failed"], Stored("event"));
        Assert.DoesNotContain(Secret, Assert.Single(Sent()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatesOfOneOwnsMakingWork()
    {
        await LogAsync(log =>
        {
            log.Log(LogLevel.Information, default, new Dictionary<string, object?> { ["EventType"] = "track", ["UserId"] = "user-1", ["Event"] = "Dictionary", ["OrderId"] = 42 }, null, (_, _) => "text");
            log.Log(LogLevel.Information, default, Lazily(), null, (_, _) => "text");
        });

        Assert.Equal(["Dictionary", "Sequence"], Stored("event"));
        Assert.Equal("""{"order_id":42}""", DataPlane.Messages[0].GetProperty("properties").GetRawText());
        Assert.False(DataPlane.Messages[1].TryGetProperty("properties", out _));
    }

    [Fact]
    public async Task AStateThatCannotBeReadToItsEndGivesWhatItHas()
    {
        await LogAsync(log => log.Log(LogLevel.Information, default, BrokenState(), null, (_, _) => "text"));

        Assert.Equal(["Broken"], Stored("event"));
        Assert.Equal(["RudderStack: the state of an event could not be read to its end: System.InvalidOperationException"], Reports.Lines);
    }

    [Fact]
    public async Task AValueThatCannotBeReadCostsItselfAndNotTheEvent()
    {
        await LogAsync(log => log.LogInformation("{EventType} {UserId} {Event} {Bad} {@BadObject} {OrderId}", "track", "user-1", "Order Completed", BrokenValue(), new { Lines = BrokenValue() }, 42));

        const string Replacement = "Capturing the property value threw an exception: InvalidOperationException";
        Assert.Equal(["Order Completed"], Stored("event"));
        Assert.Equal($$"""{"bad":"{{Replacement}}","bad_object":{"lines":"{{Replacement}}"},"order_id":42}""", OnlyStored("properties"));
    }

    [LoggerMessage(LogLevel.Information, "{EventType} {UserId} {OrderId} {@Address}")]
    static partial void OrderCompleted(Microsoft.Extensions.Logging.ILogger log, string eventType, string userId, int orderId, object address);

    [LoggerMessage(LogLevel.Information, "{EventType} {UserId}", EventName = "Order Completed")]
    static partial void Named(Microsoft.Extensions.Logging.ILogger log, string eventType, string userId);

    static IEnumerable<KeyValuePair<string, object?>> Lazily()
    {
        yield return new("EventType", "track");
        yield return new("UserId", "user-1");
        yield return new("Event", "Sequence");
    }

    static IEnumerable<KeyValuePair<string, object?>> BrokenState()
    {
        yield return new("EventType", "track");
        yield return new("UserId", "user-1");
        yield return new("Event", "Broken");
        throw new InvalidOperationException(Secret);
    }

    // Serilog's logger writes the whole exception to SelfLog: so it holds no secret here.
    static IEnumerable<int> BrokenValue()
    {
        yield return 1;
        throw new InvalidOperationException("Broken");
    }
}
