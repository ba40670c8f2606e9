using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Configuration;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack;

/// <summary>Adds a sink, with or without a store; for this project's packages, not for programs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SinkRegistration
{
    /// <summary>Reads the arguments that Serilog.Settings.Configuration gives, as strictly as those of <c>WriteTo.RudderStack</c>.</summary>
    /// <param name="sink">The name of the sink in the file.</param>
    /// <param name="configuration">The program's configuration.</param>
    /// <param name="writeKey">The argument of this name.</param>
    /// <param name="dataPlaneUrl">The argument of this name.</param>
    /// <param name="level">The argument <c>restrictedToMinimumLevel</c>.</param>
    /// <param name="options">The argument of this name.</param>
    /// <param name="others">The sink's own arguments, by name.</param>
    /// <param name="minimumLevel">The level.</param>
    /// <returns>The options, with what was wrong in the file.</returns>
    public static RudderStackSinkOptions ReadArguments(
        string sink,
        IConfiguration configuration,
        string? writeKey,
        string? dataPlaneUrl,
        string? level,
        IConfigurationSection? options,
        IReadOnlyDictionary<string, string?> others,
        out LogEventLevel minimumLevel)
    {
        Guard.NotNull(configuration, nameof(configuration));
        var arguments = new SerilogArguments("WriteTo", configuration, writeKey, dataPlaneUrl, level, options, [], sink, others);
        minimumLevel = arguments.Level;
        return arguments.Options;
    }

    /// <summary>Adds the sink.</summary>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL.</param>
    /// <param name="options">The options.</param>
    /// <param name="createStore">Makes the store, unless the sink is switched off; null for a sink without one.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes.</param>
    /// <param name="levelSwitch">A switch for it.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration Add(
        LoggerSinkConfiguration sinkConfiguration,
        string? writeKey,
        string? dataPlaneUrl,
        RudderStackSinkOptions options,
        Func<MessageStore>? createStore,
        LogEventLevel restrictedToMinimumLevel,
        LoggingLevelSwitch? levelSwitch)
    {
        Guard.NotNull(sinkConfiguration, nameof(sinkConfiguration));
        Guard.NotNull(options, nameof(options));
        var settings = OptionsValidator.Freeze(writeKey, dataPlaneUrl, options, isStored: createStore is not null);

        ILogEventSink sink = settings is null ? new DisabledSink() : new RudderStackSink(settings, createStore?.Invoke());
        return sinkConfiguration.Sink(sink, restrictedToMinimumLevel, levelSwitch).Destructure.RudderStackValues();
    }
}
