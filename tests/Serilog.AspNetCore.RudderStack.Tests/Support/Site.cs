using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;

namespace Serilog.AspNetCore.RudderStack.Tests.Support;

/// <summary>A site in Kestrel whose one endpoint logs what a test says; its logger writes to a data plane of its own.</summary>
sealed class Site : IAsyncDisposable
{
    readonly LocalDataPlane _dataPlane;
    readonly WebApplication _app;
    readonly HttpClient _client;
    Func<ILogger, Task> _log = _ => Task.CompletedTask;

    Site(LocalDataPlane dataPlane, WebApplication app)
    {
        _dataPlane = dataPlane;
        _app = app;
        _client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public ILogger Logger => _app.Services.GetRequiredService<ILogger>();

    /// <param name="services">Registers the enricher; by default as a service.</param>
    /// <param name="logger">Configures the logger besides its sink; by default from services.</param>
    /// <param name="pipeline">Adds middleware.</param>
    /// <param name="sink">Changes the sink's options.</param>
    public static async Task<Site> StartAsync(
        Action<IServiceCollection>? services = null,
        Action<LoggerConfiguration, IServiceProvider>? logger = null,
        Action<WebApplication>? pipeline = null,
        Action<RudderStackSinkOptions>? sink = null)
    {
        var dataPlane = await LocalDataPlane.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024);
        (services ?? (collection => collection.AddRudderStackHttpContext()))(builder.Services);
        builder.Services.AddSerilog(
            (provider, configuration) =>
            {
                (logger ?? ((inner, given) => inner.ReadFrom.Services(given)))(configuration, provider);
                configuration.WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url, options =>
                {
                    options.Interval = TimeSpan.FromHours(1);
                    sink?.Invoke(options);
                });
            },
            preserveStaticLogger: true);

        var app = builder.Build();
        pipeline?.Invoke(app);
        Site? site = null;
        app.Run(_ => site!._log(app.Services.GetRequiredService<ILogger>()));
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            await dataPlane.DisposeAsync();
            throw;
        }

        return site = new Site(dataPlane, app);
    }

    /// <summary>Makes one request, in which the test logs.</summary>
    public async Task VisitAsync(Func<ILogger, Task> log, string path, params (string Name, string Value)[] headers)
    {
        _log = log;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var answer = await _client.SendAsync(request);
        Assert.Equal(StatusCodes.Status200OK, (int)answer.StatusCode);
    }

    /// <summary>Makes one request, in which the test logs one call, and gives the message that the data plane stored.</summary>
    public async Task<JsonElement> MessageAsync(Action<ILogger> log, string path, params (string Name, string Value)[] headers)
    {
        await VisitAsync(
            logger =>
            {
                log(logger);
                return Task.CompletedTask;
            },
            path,
            headers);
        return await StoredAsync();
    }

    /// <summary>The one message that was logged since the last call.</summary>
    public async Task<JsonElement> StoredAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await RudderStackDelivery.FlushAsync(limit.Token);
        var message = Assert.Single(_dataPlane.Messages);
        _dataPlane.ClearMessages();
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _dataPlane.DisposeAsync();
    }
}
