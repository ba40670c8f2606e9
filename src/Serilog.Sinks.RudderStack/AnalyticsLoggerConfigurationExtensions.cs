using Serilog.Configuration;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog;

/// <summary>Keeps analytics, and the personal data in them, out of other sinks than RudderStack's.</summary>
public static class AnalyticsLoggerConfigurationExtensions
{
    /// <summary>Writes all events but analytics to further sinks.</summary>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="configure">Adds the sinks, such as the console.</param>
    /// <param name="eventTypeProperty">The RudderStack sink's <see cref="RudderStackSinkOptions.EventTypeProperty"/>.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static LoggerConfiguration WithoutAnalytics(this LoggerSinkConfiguration sinkConfiguration, Action<LoggerSinkConfiguration> configure, string eventTypeProperty = "EventType")
    {
        Guard.NotNull(sinkConfiguration, nameof(sinkConfiguration));
        Guard.NotNull(configure, nameof(configure));
        Guard.NotNull(eventTypeProperty, nameof(eventTypeProperty));
        return sinkConfiguration.Conditional(logEvent => !logEvent.IsAnalytics(eventTypeProperty), configure);
    }

    /// <summary>Writes all events to further sinks, analytics without what they carry.</summary>
    /// <remarks>
    /// Of an analytics event remain time, level, the text of its message template (its holes stay unfilled), and the properties
    /// <c>EventType</c>, <c>Event</c> and <c>SourceContext</c>; ids, properties, traits, context and the exception do not.
    /// </remarks>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="configure">Adds the sinks, such as the console.</param>
    /// <param name="eventTypeProperty">The RudderStack sink's <see cref="RudderStackSinkOptions.EventTypeProperty"/>.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static LoggerConfiguration WithoutAnalyticsValues(this LoggerSinkConfiguration sinkConfiguration, Action<LoggerSinkConfiguration> configure, string eventTypeProperty = "EventType")
    {
        Guard.NotNull(sinkConfiguration, nameof(sinkConfiguration));
        Guard.NotNull(configure, nameof(configure));
        Guard.NotNull(eventTypeProperty, nameof(eventTypeProperty));
        return sinkConfiguration.Sink(LoggerSinkConfiguration.Wrap(inner => new WithoutValuesSink(inner, eventTypeProperty), configure));
    }
}
