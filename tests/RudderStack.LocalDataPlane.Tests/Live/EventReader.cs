using System.Text.Json;

namespace RudderStack.Local.Tests.Live;

/// <summary>Reads <c>GET /local/events</c> line by line, as a browser's EventSource does.</summary>
sealed class EventReader : IDisposable
{
    static readonly HttpClient Client = new();

    readonly StreamReader _lines;

    EventReader(HttpResponseMessage response, StreamReader lines)
    {
        Response = response;
        _lines = lines;
    }

    public HttpResponseMessage Response { get; }

    public static async Task<EventReader> OpenAsync(LocalDataPlane dataPlane, string? lastEventId = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, dataPlane.Url + "/local/events" + query);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Running.SoonEnough);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(Running.SoonEnough)));
    }

    /// <summary>The next event, or null at the end of the stream. Comments and retry times are passed over.</summary>
    public async Task<ServerSentEvent?> NextAsync()
    {
        var (name, id, data) = ("", "", "");
        while (await NextLineAsync() is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
                return new ServerSentEvent(name, id, JsonElement.Parse(data));
            if (line.Split(": ", 2) is not [{ Length: > 0 } field, var value])
                continue;
            name = field == "event" ? value : name;
            id = field == "id" ? value : id;
            data = field == "data" ? value : data;
        }

        return null;
    }

    public async Task<string?> NextLineAsync() => await _lines.ReadLineAsync(Running.SoonEnough);

    /// <summary>The next events of this name, the others between them passed over.</summary>
    public async Task<IReadOnlyList<ServerSentEvent>> NextAsync(string name, int count)
    {
        var found = new List<ServerSentEvent>();
        while (found.Count < count)
        {
            var next = await NextAsync();
            Assert.NotNull(next);
            if (next.Name == name)
                found.Add(next);
        }

        return found;
    }

    public async Task<IReadOnlyList<string?>> NextMessageIdsAsync(int count) => [.. (await NextAsync("message", count)).Select(message => message.MessageId)];

    public void Dispose()
    {
        _lines.Dispose();
        Response.Dispose();
    }
}
