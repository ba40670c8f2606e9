using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>The loggers of one way, over one sink.</summary>
sealed class WayLogger : IAsyncDisposable
{
    readonly Core.Logger? _serilog;
    readonly ServiceProvider? _services;

    public WayLogger(Way way, string writeKey, string url, Action<RudderStackSinkOptions> configure)
    {
        if (way.IsMicrosofts)
        {
            _services = new ServiceCollection()
                .AddLogging(logging => logging.AddRudderStack(options =>
                {
                    options.WriteKey = writeKey;
                    options.DataPlaneUrl = url;
                    configure(options.Sink);
                }))
                .BuildServiceProvider();
            Microsoft = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
            Serilog = Core.Logger.None;
            return;
        }

        _serilog = way.IsReached
            ? new LoggerConfiguration().WriteTo.RudderStack(writeKey, url, configure).CreateLogger()
            : (way.IsCalled ? new LoggerConfiguration().Destructure.RudderStackValues() : new LoggerConfiguration()).WriteTo.Logger(inner => inner.WriteTo.RudderStack(writeKey, url, configure)).CreateLogger();
        Serilog = _serilog;
        Microsoft = NullLogger.Instance;
    }

    public ILogger Serilog { get; }

    public Microsoft.Extensions.Logging.ILogger Microsoft { get; }

    public async ValueTask DisposeAsync()
    {
        if (_serilog is not null)
            await _serilog.DisposeAsync();
        if (_services is not null)
            await _services.DisposeAsync();
    }
}
