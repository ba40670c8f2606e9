using Serilog;

namespace EndToEnd.Tests.Support;

/// <summary>Events that tests log by the hundred.</summary>
static class AnalyticsEvents
{
    /// <summary>Logs a track call in the property form.</summary>
    public static void LogTrack(this ILogger log, string eventName, string userId = "user-1", string? messageId = null) => log
        .ForContext("EventType", "track")
        .ForContext("UserId", userId)
        .ForContext("Event", eventName)
        .ForContext("MessageId", messageId)
        .ForContext("Note", "s3cret-value")
        .Information("Logged by a test");
}
