using System.IO.Compression;
using System.Net;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>A data plane in place of the network: answers as a test says and remembers what it was asked.</summary>
/// <remarks>Answers before it returns, so that a sender runs on one thread and fake time can drive it step by step.</remarks>
sealed class DataPlaneDouble : HttpMessageHandler
{
    readonly Func<RecordedRequest, HttpResponseMessage> _answer;

    public DataPlaneDouble(Func<RecordedRequest, HttpResponseMessage> answer) => _answer = answer;

    public DataPlaneDouble(Func<RecordedRequest, int> answer)
        : this(request => Answer(answer(request)))
    {
    }

    public List<RecordedRequest> Requests { get; } = [];

    public IEnumerable<RecordedRequest> Batches => Requests.Where(request => request.IsBatch);

    public bool IsDisposed { get; private set; }

    /// <summary>An answer; in the words of the gateway if no text is given.</summary>
    public static HttpResponseMessage Answer(int status, string? text = null) =>
        new((HttpStatusCode)status) { Content = new StringContent(text ?? GatewayText(status)) };

    /// <summary>What something in front of the data plane answers, such as a firewall.</summary>
    public static HttpResponseMessage Foreign(int status) => Answer(status, "<html>Request blocked.</html>");

    /// <summary>The gateway's answer to a batch without messages.</summary>
    public static HttpResponseMessage EmptyBatch() => Answer(400, "empty batch payload");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var recorded = Record(request);
        Requests.Add(recorded);
        return Task.FromResult(_answer(recorded));
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    static string GatewayText(int status) => status switch
    {
        200 => "OK",
        400 => "invalid json",
        413 => "request size exceeds max limit",
        _ => "",
    };

    static RecordedRequest Record(HttpRequestMessage request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Headers.NonValidated)
            headers[header.Key] = header.Value.ToString();
        foreach (var header in request.Content?.Headers.NonValidated ?? default)
            headers[header.Key] = header.Value.ToString();

        return new RecordedRequest(request.Method, request.RequestUri!, headers, ReadBody(request.Content));
    }

    static string ReadBody(HttpContent? content)
    {
        if (content is null)
            return "";

        // As a real handler does: copies the content, which marks it as sent.
        var wire = new MemoryStream();
        content.CopyTo(wire, context: null, CancellationToken.None);
        wire.Position = 0;
        using Stream plain = content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(wire, CompressionMode.Decompress) : wire;
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }
}
