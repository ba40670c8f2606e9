using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RudderStack.Local.Tests;

/// <summary>A data plane and a client that speaks to it as an SDK does.</summary>
sealed class Running : IAsyncDisposable
{
    readonly HttpClient _client;

    Running(LocalDataPlane dataPlane)
    {
        DataPlane = dataPlane;
        _client = new HttpClient { BaseAddress = new Uri(dataPlane.Url) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(dataPlane.WriteKey + ":")));
    }

    public LocalDataPlane DataPlane { get; }

    /// <summary>Bounds every wait of a test: a fault of the data plane then fails the test instead of hanging it.</summary>
    public static CancellationToken SoonEnough => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    public static async Task<Running> StartAsync(LocalDataPlaneOptions? options = null) =>
        new(await LocalDataPlane.StartAsync(options, SoonEnough));

    public static string Batch(params string[] messageIds) =>
        $$"""{"batch":[{{string.Join(",", messageIds.Select(id => $$"""{"type":"track","userId":"u-1","event":"E","messageId":"{{id}}"}"""))}}]}""";

    public IReadOnlyList<string?> StoredIds() => [.. DataPlane.Messages.Select(message => message.GetProperty("messageId").GetString())];

    public Task<HttpResponseMessage> SendAsync(params string[] messageIds) => PostAsync("/v1/batch", Batch(messageIds));

    public Task<HttpResponseMessage> PostAsync(string path, string json) => PostAsync(path, Encoding.UTF8.GetBytes(json));

    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return _client.SendAsync(request, SoonEnough);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, SoonEnough);

    public Task<HttpResponseMessage> DeleteAsync(string path) => _client.DeleteAsync(path, SoonEnough);

    public async Task<JsonElement> GetJsonAsync(string path) => JsonElement.Parse(await _client.GetStringAsync(path, SoonEnough));

    /// <summary>Posts and leaves when the token says so.</summary>
    public Task<HttpResponseMessage> SendAsync(string messageId, CancellationToken cancellationToken) =>
        _client.PostAsync("/v1/batch", new StringContent(Batch(messageId)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await DataPlane.DisposeAsync();
    }
}
