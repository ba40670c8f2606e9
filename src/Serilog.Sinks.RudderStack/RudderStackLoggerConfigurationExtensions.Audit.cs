using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Configuration;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog;

// AuditTo; the other half of this class is WriteTo.
public static partial class RudderStackLoggerConfigurationExtensions
{
    /// <summary>The form that Serilog.Settings.Configuration calls for <c>AuditTo</c> in configuration files; in code use another.</summary>
    /// <remarks>
    /// Arguments come as text and are read as strictly as by <see cref="RudderStackSinkOptions.ReadFrom"/>. Every option, those
    /// that are arguments included, can be set in <paramref name="options"/>.
    /// </remarks>
    /// <param name="auditSinkConfiguration">The logger's <c>AuditTo</c>.</param>
    /// <param name="configuration">The program's configuration, in which unknown arguments are looked for.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="disableGzip">The option <see cref="RudderStackSinkOptions.DisableGzip"/>.</param>
    /// <param name="noProxySupport">The option <see cref="RudderStackSinkOptions.NoProxySupport"/>.</param>
    /// <param name="enabled">The option <see cref="RudderStackSinkOptions.Enabled"/>.</param>
    /// <param name="options">A section of options by their names; those of batching, queueing and retrying have no meaning here.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>AuditTo</c> or the configuration is null.</exception>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each, with its path.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static LoggerConfiguration RudderStack(
        this LoggerAuditSinkConfiguration auditSinkConfiguration,
        IConfiguration configuration,
        string? writeKey = null,
        string? dataPlaneUrl = null,
        string? disableGzip = null,
        string? noProxySupport = null,
        string? enabled = null,
        IConfigurationSection? options = null,
        string? restrictedToMinimumLevel = null,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(configuration, nameof(configuration));
        var arguments = new SerilogArguments("AuditTo", configuration, writeKey, dataPlaneUrl, restrictedToMinimumLevel, options, new()
        {
            [nameof(disableGzip)] = disableGzip,
            [nameof(noProxySupport)] = noProxySupport,
            [nameof(enabled)] = enabled,
        });
        return Add(auditSinkConfiguration, writeKey, dataPlaneUrl, arguments.Options, arguments.Level, levelSwitch);
    }

    /// <summary>Sends each analytics event as one request before the log call returns, and throws what fails.</summary>
    /// <remarks>
    /// For events that must not be lost unnoticed: the caller waits for the data plane's answer, as long as
    /// <see cref="RudderStackSinkOptions.RequestTimeout"/> allows, and gets an <see cref="AggregateException"/> when an event is
    /// invalid, too large or not accepted. Other events pass untouched.
    /// </remarks>
    /// <param name="auditSinkConfiguration">The logger's <c>AuditTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="disableGzip">Whether request bodies are sent as plain JSON.</param>
    /// <param name="noProxySupport">Whether to leave out what only RudderStack's multi-node proxy reads.</param>
    /// <param name="enabled">Whether the sink does anything; when false, write key and URL may be empty.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>AuditTo</c> is null.</exception>
    /// <exception cref="ArgumentException">At least one argument is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerAuditSinkConfiguration auditSinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        bool disableGzip = false,
        bool noProxySupport = false,
        bool enabled = true,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        var options = new RudderStackSinkOptions { DisableGzip = disableGzip, NoProxySupport = noProxySupport, Enabled = enabled };
        return Add(auditSinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Sends each analytics event as one request before the log call returns, and throws what fails.</summary>
    /// <param name="auditSinkConfiguration">The logger's <c>AuditTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>AuditTo</c> or the delegate is null.</exception>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerAuditSinkConfiguration auditSinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        Action<RudderStackSinkOptions> configure,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(configure, nameof(configure));
        var options = new RudderStackSinkOptions();
        configure(options);
        return Add(auditSinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    static LoggerConfiguration Add(
        LoggerAuditSinkConfiguration auditSinkConfiguration,
        string? writeKey,
        string? dataPlaneUrl,
        RudderStackSinkOptions options,
        LogEventLevel restrictedToMinimumLevel,
        LoggingLevelSwitch? levelSwitch)
    {
        Guard.NotNull(auditSinkConfiguration, nameof(auditSinkConfiguration));
        var settings = OptionsValidator.Freeze(writeKey, dataPlaneUrl, options);
        ILogEventSink sink = settings is null ? new DisabledSink() : new AuditRudderStackSink(settings);
        return auditSinkConfiguration.Sink(sink, restrictedToMinimumLevel, levelSwitch).Destructure.RudderStackValues();
    }
}
