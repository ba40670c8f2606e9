using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Durable;
using Serilog.Sinks.RudderStack.Durable.Storage;

namespace Serilog;

/// <summary>Adds RudderStack sinks with an outbox on disk to a logger.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The delegate keeps the forms apart.")]
public static class RudderStackDurableLoggerConfigurationExtensions
{
    // As the form of RudderStack that Serilog.Settings.Configuration calls: see there.

    /// <summary>The form that Serilog.Settings.Configuration calls for configuration files; in code use the other.</summary>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="configuration">The program's configuration, in which unknown arguments are looked for.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="path">The path of the outbox's file.</param>
    /// <param name="outbox">A section of the outbox's options by their names.</param>
    /// <param name="options">A section of the sink's options by their names.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>WriteTo</c> or the configuration is null.</exception>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static LoggerConfiguration DurableRudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        IConfiguration configuration,
        string? writeKey = null,
        string? dataPlaneUrl = null,
        string? path = null,
        IConfigurationSection? outbox = null,
        IConfigurationSection? options = null,
        string? restrictedToMinimumLevel = null,
        LoggingLevelSwitch? levelSwitch = null)
    {
        var sink = SinkRegistration.ReadArguments(
            nameof(DurableRudderStack),
            configuration,
            writeKey,
            dataPlaneUrl,
            restrictedToMinimumLevel,
            options,
            new Dictionary<string, string?> { [nameof(path)] = path, [nameof(outbox)] = null },
            out var level);
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, path, sink, outbox, configure: null, level, levelSwitch);
    }

    /// <summary>Stores each analytics event in an outbox on disk before the log call returns, and sends it to a RudderStack data plane from there.</summary>
    /// <remarks>
    /// As <c>WriteTo.RudderStack</c>, but a process that is killed, a deployment and a long outage lose nothing: what is stored
    /// is sent by the next run, or by another process with the same file. Messages are stored without encryption.
    /// </remarks>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack; never in the file.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="path">The path of the outbox's file, on a local disk; file and folder are made where they are missing.</param>
    /// <param name="configure">Sets the sink's options; <c>RetryTimeLimit</c> does not apply to what is stored.</param>
    /// <param name="configureOutbox">Sets the outbox's options.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>WriteTo</c> is null.</exception>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration DurableRudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        string path,
        Action<RudderStackSinkOptions>? configure = null,
        Action<RudderStackOutboxOptions>? configureOutbox = null,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        var options = new RudderStackSinkOptions();
        configure?.Invoke(options);
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, path, options, section: null, configureOutbox, restrictedToMinimumLevel, levelSwitch);
    }

    // A sink that is switched off needs no path, and opens no file.
    static LoggerConfiguration Add(
        LoggerSinkConfiguration sinkConfiguration,
        string? writeKey,
        string? dataPlaneUrl,
        string? path,
        RudderStackSinkOptions options,
        IConfigurationSection? section,
        Action<RudderStackOutboxOptions>? configure,
        LogEventLevel level,
        LoggingLevelSwitch? levelSwitch) =>
        SinkRegistration.Add(sinkConfiguration, writeKey, dataPlaneUrl, options, () => OutboxStore.Create(path, section, configure), level, levelSwitch);
}
