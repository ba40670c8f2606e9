using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Serilog.Sinks.RudderStack;

namespace Trimming;

/// <summary>A data plane in the program itself: what arrives of each event, by its name.</summary>
sealed class Recorder : HttpMessageHandler
{
    readonly ConcurrentDictionary<string, string> _arrived = new();

    public string Of(string eventName) => _arrived.GetValueOrDefault(eventName, "(nothing)");

    public void Configure(RudderStackSinkOptions options)
    {
        options.DisableGzip = true;
        options.HttpMessageHandlerFactory = () => this;
        options.OnDropped = message => _arrived[message.EventName ?? ""] = $"dropped {message.Reason}";
        options.DefaultContext = new Dictionary<string, object?> { ["app.build"] = new Dictionary<string, object?> { ["number"] = 7 } };
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        request.Content!.CopyTo(body, null, cancellationToken);
        using var document = JsonDocument.Parse(body.ToArray());
        foreach (var message in document.RootElement.GetProperty("batch").EnumerateArray())
            _arrived[message.GetProperty("event").GetString()!] = string.Join(' ', new[] { "properties", "context", "integrations" }.Select(name => message.TryGetProperty(name, out var member) ? member.GetRawText() : "-"));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("OK") };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
