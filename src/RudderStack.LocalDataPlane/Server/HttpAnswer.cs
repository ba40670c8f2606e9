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
        var hasBody = !HasNoBody(answer.Status);
        var body = hasBody ? Encoding.UTF8.GetBytes(answer.Body) : [];
        var announced = hasBody ? response.ContentLength ?? body.Length : 0;
        var sent = (int)Math.Min(body.Length, announced);
        if (fault?.CutConnection == ConnectionCut.InAnswer)
        {
            // Announces at least one byte more than it sends.
            sent /= 2;
            announced = Math.Max(announced, 1);
        }

        // A 304 may say how long the body would be; 204 and 205 may not.
        if (hasBody)
            response.ContentLength = announced;
        else if (answer.Status != StatusCodes.Status304NotModified)
            response.ContentLength = null;
        await response.StartAsync(cancellationToken).ConfigureAwait(false);
        if (sent > 0)
            await response.Body.WriteAsync(body.AsMemory(0, sent), cancellationToken).ConfigureAwait(false);
        if (sent == announced)
            return;
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        response.HttpContext.Abort();
    }

    static bool HasNoBody(int status) =>
        status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified;

    static string StandardBody(int status) => status switch
    {
        < 300 => "ok",
        _ => ReasonPhrases.GetReasonPhrase(status) + "\n",
    };
}
