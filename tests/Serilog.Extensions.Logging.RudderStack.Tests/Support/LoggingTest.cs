using System.Text.Json;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Support;

/// <summary>A data plane for each test, and ways to log to it through Microsoft's loggers.</summary>
/// <remarks>At the end no line of <c>SelfLog</c> may have shown the write key or a property value.</remarks>
public abstract class LoggingTest : IAsyncLifetime
{
    /// <summary>Stands in property values, and so must not stand in diagnostics.</summary>
    protected const string Secret = "s3cret-value";

    protected const string WriteKey = "wk-3f81c09a";

    protected LocalDataPlane DataPlane { get; private set; } = null!;

    private protected SelfLogOutput Reports { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Reports = new SelfLogOutput();
        DataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = [WriteKey], KeepBodies = true }, SoonEnough.Token);
    }

    public async Task DisposeAsync()
    {
        await DataPlane.DisposeAsync();
        Reports.Dispose();
        Assert.DoesNotContain(Secret, Reports.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(WriteKey, Reports.Text, StringComparison.Ordinal);
    }

    /// <summary>Logs through <c>AddRudderStack</c>, and closes, so that all has arrived.</summary>
    protected async Task LogAsync(Action<Microsoft.Extensions.Logging.ILogger> log, Action<ILoggingBuilder>? around = null, Action<RudderStackSinkOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            AddRudderStack(logging, configure);
            around?.Invoke(logging);
        });
        await using var provider = services.BuildServiceProvider();
        log(provider.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Checkout"));
    }

    /// <summary>Adds the provider with a sink that waits an hour for a batch to fill, so that only what a test does sends.</summary>
    protected void AddRudderStack(ILoggingBuilder logging, Action<RudderStackSinkOptions>? configure = null) => logging.AddRudderStack(options =>
    {
        options.WriteKey = WriteKey;
        options.DataPlaneUrl = DataPlane.Url;
        options.Sink.Interval = TimeSpan.FromHours(1);
        configure?.Invoke(options.Sink);
    });

    /// <summary>The members of this name of all stored messages, in order.</summary>
    protected IReadOnlyList<string?> Stored(string member) =>
        [.. DataPlane.Messages.Select(message => message.TryGetProperty(member, out var value) ? value.GetString() : null)];

    /// <summary>A member of the only stored message, as JSON text.</summary>
    protected string OnlyStored(string member) => Assert.Single(DataPlane.Messages).GetProperty(member).GetRawText();

    /// <summary>The properties of a message, as JSON text; an empty object if it has none.</summary>
    protected static string PropertiesOf(JsonElement message) =>
        message.TryGetProperty("properties", out var properties) ? properties.GetRawText() : "{}";

    /// <summary>The messages of all requests, in order, as the sink wrote them, without what differs from attempt to attempt.</summary>
    protected IReadOnlyList<string> Sent() =>
    [
        .. DataPlane.Requests
            .SelectMany(request => JsonElement.Parse(request.BodyText!).GetProperty("batch").EnumerateArray())
            .Select(message => System.Text.RegularExpressions.Regex.Replace(message.GetRawText(), "\"sentAt\":\"[^\"]*\"", "\"sentAt\":\"\"")),
    ];
}
