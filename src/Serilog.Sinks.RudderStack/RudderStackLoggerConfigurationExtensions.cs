using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Configuration;

namespace Serilog;

/// <summary>Adds RudderStack sinks to a logger.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The required third argument keeps the forms apart, for C# and for Serilog.Settings.Configuration.")]
[SuppressMessage("ApiDesign", "RS0027", Justification = "The form with the most parameters is not for code.")]
public static partial class RudderStackLoggerConfigurationExtensions
{
    // Serilog.Settings.Configuration takes the form with the most arguments of the names it finds, then the one with the most
    // texts, then the first. So the form that is meant for it has all names, gets all as text, and stands before the others: no
    // argument is dropped because another form fits as well. It passes the configuration where nobody names it, which also keeps
    // the form out of the way of C#. The names of arguments that other forms must have (configure, readyOptions) are not its own.

    /// <summary>The form that Serilog.Settings.Configuration calls for <c>WriteTo</c> in configuration files; in code use another.</summary>
    /// <remarks>
    /// Arguments come as text and are read as strictly as by <see cref="RudderStackSinkOptions.ReadFrom"/>. Every option, those
    /// that are arguments included, can be set in <paramref name="options"/>.
    /// </remarks>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="configuration">The program's configuration, in which unknown arguments are looked for.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="interval">The option <see cref="RudderStackSinkOptions.Interval"/>.</param>
    /// <param name="batchSize">The option <see cref="RudderStackSinkOptions.BatchSize"/>.</param>
    /// <param name="retryAfter">The option <see cref="RudderStackSinkOptions.RetryAfter"/>.</param>
    /// <param name="verbose">The option <see cref="RudderStackSinkOptions.Verbose"/>.</param>
    /// <param name="disableGzip">The option <see cref="RudderStackSinkOptions.DisableGzip"/>.</param>
    /// <param name="noProxySupport">The option <see cref="RudderStackSinkOptions.NoProxySupport"/>.</param>
    /// <param name="enabled">The option <see cref="RudderStackSinkOptions.Enabled"/>.</param>
    /// <param name="options">A section of options by their names.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>WriteTo</c> or the configuration is null.</exception>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each, with its path.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static LoggerConfiguration RudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        IConfiguration configuration,
        string? writeKey = null,
        string? dataPlaneUrl = null,
        string? interval = null,
        string? batchSize = null,
        string? retryAfter = null,
        string? verbose = null,
        string? disableGzip = null,
        string? noProxySupport = null,
        string? enabled = null,
        IConfigurationSection? options = null,
        string? restrictedToMinimumLevel = null,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(configuration, nameof(configuration));
        var arguments = new SerilogArguments("WriteTo", configuration, writeKey, dataPlaneUrl, restrictedToMinimumLevel, options, new()
        {
            [nameof(interval)] = interval,
            [nameof(batchSize)] = batchSize,
            [nameof(retryAfter)] = retryAfter,
            [nameof(verbose)] = verbose,
            [nameof(disableGzip)] = disableGzip,
            [nameof(noProxySupport)] = noProxySupport,
            [nameof(enabled)] = enabled,
        });
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, arguments.Options, arguments.Level, levelSwitch);
    }

    /// <summary>Sends analytics events to a RudderStack data plane, in batches and in the background.</summary>
    /// <remarks>
    /// Analytics events are those whose <c>EventType</c> is track, identify, page, screen, group or alias; all others are
    /// ignored. The arguments are the options that are set most; <see cref="RudderStackSinkOptions"/> has all of them, with their
    /// defaults and limits.
    /// </remarks>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="interval">The longest time that an event waits for a batch to fill; 5 s when null.</param>
    /// <param name="batchSize">The number of messages that makes a batch go out at once; 500 when null.</param>
    /// <param name="retryAfter">A fixed wait before each further attempt; exponential when null.</param>
    /// <param name="verbose">Whether each request is reported, at level <c>Information</c>.</param>
    /// <param name="disableGzip">Whether request bodies are sent as plain JSON.</param>
    /// <param name="noProxySupport">Whether to leave out what only RudderStack's multi-node proxy reads.</param>
    /// <param name="enabled">Whether the sink does anything; when false, write key and URL may be empty.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>WriteTo</c> is null.</exception>
    /// <exception cref="ArgumentException">At least one argument is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        TimeSpan? interval = null,
        int? batchSize = null,
        TimeSpan? retryAfter = null,
        bool verbose = false,
        bool disableGzip = false,
        bool noProxySupport = false,
        bool enabled = true,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        var options = new RudderStackSinkOptions
        {
            RetryAfter = retryAfter,
            Verbose = verbose,
            DisableGzip = disableGzip,
            NoProxySupport = noProxySupport,
            Enabled = enabled,
        };
        options.Interval = interval ?? options.Interval;
        options.BatchSize = batchSize ?? options.BatchSize;
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Sends analytics events to a RudderStack data plane, in batches and in the background.</summary>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>WriteTo</c> or the delegate is null.</exception>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        Action<RudderStackSinkOptions> configure,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(configure, nameof(configure));
        var options = new RudderStackSinkOptions();
        configure(options);
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Sends analytics events to a RudderStack data plane, in batches and in the background.</summary>
    /// <remarks>For options that come ready; later changes to them have no effect.</remarks>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="readyOptions">The options.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The logger's <c>WriteTo</c> is null, or there are no options.</exception>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        RudderStackSinkOptions readyOptions,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(readyOptions, nameof(readyOptions));
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, readyOptions, restrictedToMinimumLevel, levelSwitch);
    }

    static LoggerConfiguration Add(
        LoggerSinkConfiguration sinkConfiguration,
        string? writeKey,
        string? dataPlaneUrl,
        RudderStackSinkOptions options,
        LogEventLevel restrictedToMinimumLevel,
        LoggingLevelSwitch? levelSwitch) =>
        SinkRegistration.Add(sinkConfiguration, writeKey, dataPlaneUrl, options, createStore: null, restrictedToMinimumLevel, levelSwitch);
}
