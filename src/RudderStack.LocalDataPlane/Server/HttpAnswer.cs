using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using RudderStack.Local.Gateway;

namespace RudderStack.Local.Server;

/// <summary>Writes answers to the wire.</summary>
static class HttpAnswer
{
    /// <summary>What the fault makes of the gateway's answer.</summary>
    public static GatewayAnswer? Spoil(GatewayAnswer? answer, Fault fault) =>
        fault.Status is { } status ? GatewayAnswer.Failure(status, fault.Body ?? StandardBody(status)) : answer;

    public static async Task WriteAsync(HttpResponse response, GatewayAnswer answer, Fault? fault, CancellationToken cancellationToken)
    {
        response.StatusCode = answer.Status;
        if (answer.ContentType is { } contentType)
            response.ContentType = contentType;
        if (answer.NoSniff)
            response.Headers.XContentTypeOptions = "nosniff";
        if (answer.Allow is { } allow)
            response.Headers.Allow = allow;
        foreach (var (name, value) in fault?.Headers ?? new Dictionary<string, string>())
            response.Headers[name] = value;
        if (answer.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            return;

        var body = Encoding.UTF8.GetBytes(answer.Body);
        if (fault?.CutConnection != ConnectionCut.InAnswer)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Announces at least one byte more than it sends.
        response.ContentLength = Math.Max(body.Length, 1);
        await response.StartAsync(cancellationToken).ConfigureAwait(false);
        await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        response.HttpContext.Abort();
    }

    static string StandardBody(int status) => status switch
    {
        StatusCodes.Status204NoContent or StatusCodes.Status304NotModified => "",
        < 300 => "ok",
        _ => ReasonPhrases.GetReasonPhrase(status) + "\n",
    };
}
