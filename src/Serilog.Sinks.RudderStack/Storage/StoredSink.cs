using System.ComponentModel;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Storage;

/// <summary>Adds a sink with a store; for <c>Serilog.Sinks.RudderStack.Durable</c>, not for programs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StoredSink
{
    /// <summary>Adds the sink.</summary>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL.</param>
    /// <param name="options">The options.</param>
    /// <param name="createStore">Makes the store, unless the sink is switched off.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes.</param>
    /// <param name="levelSwitch">A switch for it.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration Add(
        LoggerSinkConfiguration sinkConfiguration,
        string? writeKey,
        string? dataPlaneUrl,
        RudderStackSinkOptions options,
        Func<MessageStore> createStore,
        LogEventLevel restrictedToMinimumLevel,
        LoggingLevelSwitch? levelSwitch)
    {
        Guard.NotNull(sinkConfiguration, nameof(sinkConfiguration));
        Guard.NotNull(options, nameof(options));
        Guard.NotNull(createStore, nameof(createStore));
        var settings = OptionsValidator.Freeze(writeKey, dataPlaneUrl, options);

        // Only the store's own limits end a message.
        if (settings is not null)
            settings.RetryTimeLimit = TimeSpan.MaxValue;
        ILogEventSink sink = settings is null ? new DisabledSink() : new RudderStackSink(settings, createStore());
        return sinkConfiguration.Sink(sink, restrictedToMinimumLevel, levelSwitch).Destructure.RudderStackValues();
    }
}
