using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging.RudderStack.Compat;
using Serilog.Extensions.Logging.RudderStack.Pipeline;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack;

/// <summary>The logger provider that <c>AddRudderStack</c> adds; public for filters that name it.</summary>
/// <remarks>
/// Holds a Serilog pipeline of its own, whose only sink is RudderStack's. Disposal, which is the host's business, delivers what
/// was logged, within the sink's <c>ShutdownTimeout</c>.
/// </remarks>
[ProviderAlias("RudderStack")]
public sealed class RudderStackLoggerProvider : ILoggerProvider, ISupportExternalScope, IAsyncDisposable
{
    readonly Scopes _scopes = new();
    readonly string? _eventType;
    readonly Logger _pipeline;
    readonly SerilogLoggerProvider _serilog;

    /// <param name="options">The options, validated.</param>
    /// <param name="enricher">Enriches analytics events.</param>
    /// <param name="onReport">Called with the sink's reports, beside the user's own delegate.</param>
    /// <param name="isOfHost">Whether a host disposes the provider: then nothing is to be done when the process ends, unless the options say how long.</param>
    internal RudderStackLoggerProvider(RudderStackLoggerOptions options, ILogEventEnricher enricher, Action<RudderStackReport>? onReport, bool isOfHost)
    {
        _eventType = options.Sink.Enabled ? options.Sink.EventTypeProperty : null;

        options.Sink.OnReport += onReport;
        if (isOfHost && options.Sink.ProcessExitTimeout == new RudderStackSinkOptions().ProcessExitTimeout)
            options.Sink.ProcessExitTimeout = TimeSpan.Zero;

        // Scopes first: they win over an enricher, which by custom adds only what is absent.
        var pipeline = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.With(_scopes, enricher);
        SinkRegistration.Add(pipeline.WriteTo, options.WriteKey, options.DataPlaneUrl, options.Sink, options.CreateStore, LevelAlias.Minimum, levelSwitch: null);
        _pipeline = pipeline.CreateLogger();
        _serilog = new SerilogLoggerProvider(_pipeline);
    }

    /// <summary>Creates a logger; that of the sink's own reports does nothing here.</summary>
    /// <param name="categoryName">The category, which is not sent.</param>
    /// <returns>The logger.</returns>
    public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) =>
        new RudderStackLogger(_serilog.CreateLogger(categoryName), _scopes, categoryName == RudderStackReports.Category ? null : _eventType);

    /// <summary>Takes the scopes that the providers of a logger factory share.</summary>
    /// <param name="scopeProvider">The scopes.</param>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider)
    {
        Guard.NotNull(scopeProvider, nameof(scopeProvider));
        _scopes.Use(scopeProvider);
    }

    /// <summary>Delivers what was logged, and closes.</summary>
    public void Dispose()
    {
        _pipeline.Dispose();
        _serilog.Dispose();
    }

    /// <summary>Delivers what was logged, and closes.</summary>
    /// <returns>A task that ends when this is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await _pipeline.CloseAsync().ConfigureAwait(false);
        _serilog.Dispose();
    }
}
