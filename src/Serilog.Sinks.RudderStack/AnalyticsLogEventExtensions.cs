using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Mapping;

namespace Serilog.Sinks.RudderStack;

/// <summary>Distinguishes analytics from other log events.</summary>
public static class AnalyticsLogEventExtensions
{
    /// <summary>Whether a RudderStack sink sends this event: its <c>EventType</c> is track, identify, page, screen, group or alias.</summary>
    /// <remarks>For filters and conditions of other sinks. The sink's own reports are no analytics, whatever they carry.</remarks>
    /// <param name="logEvent">The event.</param>
    /// <param name="eventTypeProperty">The sink's <see cref="RudderStackSinkOptions.EventTypeProperty"/>.</param>
    /// <returns>Whether it is analytics.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static bool IsAnalytics(this LogEvent logEvent, string eventTypeProperty = "EventType")
    {
        Guard.NotNull(logEvent, nameof(logEvent));
        Guard.NotNull(eventTypeProperty, nameof(eventTypeProperty));
        return EventClassifier.IsAnalytics(logEvent, eventTypeProperty);
    }
}
