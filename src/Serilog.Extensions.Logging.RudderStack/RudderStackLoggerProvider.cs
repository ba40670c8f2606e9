using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging.RudderStack.Compat;
using Serilog.Extensions.Logging.RudderStack.Pipeline;

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
    readonly string _writeKey;
    readonly string? _eventType;
    readonly Logger _pipeline;
    readonly SerilogLoggerProvider _serilog;
    int _disposed;

    internal RudderStackLoggerProvider(RudderStackLoggerOptions options, ILogEventEnricher enricher)
    {
        _writeKey = options.WriteKey ?? "";
        _eventType = options.Sink.Enabled ? options.Sink.EventTypeProperty : null;

        // Scopes first: they win over an enricher, which by custom adds only what is absent.
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Enrich.With(_scopes, enricher)
            .WriteTo.RudderStack(_writeKey, options.DataPlaneUrl ?? "", options.Sink);
        _pipeline = _eventType is null ? configuration.CreateLogger() : OwnSinks.Create(_writeKey, configuration.CreateLogger);
        _serilog = new SerilogLoggerProvider(_pipeline);
    }

    /// <summary>Creates a logger.</summary>
    /// <param name="categoryName">The category, which is not sent.</param>
    /// <returns>The logger.</returns>
    public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) =>
        new RudderStackLogger(_serilog.CreateLogger(categoryName), _scopes, _eventType);

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
        Forget();
    }

    /// <summary>Delivers what was logged, and closes.</summary>
    /// <returns>A task that ends when this is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await _pipeline.CloseAsync().ConfigureAwait(false);
        Forget();
    }

    void Forget()
    {
        _serilog.Dispose();
        if (_eventType is not null && Interlocked.Exchange(ref _disposed, 1) == 0)
            OwnSinks.Forget(_writeKey);
    }
}
