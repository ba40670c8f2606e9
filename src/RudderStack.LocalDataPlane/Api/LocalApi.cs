using System.Runtime.InteropServices;
using System.Text.Json;
using RudderStack.Local.Live;
using RudderStack.Local.Plans;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Api;

/// <summary>
/// What the real gateway has not: <c>/local/...</c> and the live events page, without authentication, and not for pages
/// of other origins.
/// </summary>
sealed class LocalApi
{
    const string Prefix = "/local";

    const string Usage = """
        GET    /local/messages?type=&userId=   the stored messages
        DELETE /local/messages                 forgets them
        GET    /local/violations?type=&userId= what does not match its tracking plan, with counts
        DELETE /local/requests                 forgets the request log
        GET    /local/events                   messages and requests as they arrive (server-sent events)
        POST   /local/faults                   adds a fault, such as {"times":3,"status":503,"headers":{"Retry-After":"2"}}
        DELETE /local/faults                   forgets all faults and the node count
        GET    /                               the live events page, for a browser

        """;

    const int MaxOrderBytes = 1024 * 1024;

    readonly LocalDataPlane _dataPlane;
    readonly MessageStore _messages;
    readonly PlanChecks _plans;
    readonly EventStream _events;
    readonly BrowserGuard _guard;

    public LocalApi(LocalDataPlane dataPlane, MessageStore messages, PlanChecks plans, EventStream events, BrowserGuard guard)
    {
        _dataPlane = dataPlane;
        _messages = messages;
        _plans = plans;
        _events = events;
        _guard = guard;
    }

    public static bool Owns(HttpRequest request) =>
        request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal) || LivePage.IsAskedFor(request);

    public Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        // Else a page of another origin could load an answer as its script or picture.
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (_guard.Refuse(context.Request) is { } reason)
            return WriteTextAsync(context, StatusCodes.Status403Forbidden, reason);
        if (LivePage.Find(context.Request) is { } file)
            return file.WriteAsync(context);

        switch ($"{context.Request.Method} {context.Request.Path.Value}")
        {
            case "GET /local/messages":
                return WriteMessagesAsync(context);
            case "DELETE /local/messages":
                _dataPlane.ClearMessages();
                return NoContent(context);
            case "GET /local/violations":
                return WriteViolationsAsync(context);
            case "DELETE /local/requests":
                _dataPlane.ClearRequests();
                return NoContent(context);
            case "GET /local/events":
                return _events.WriteAsync(context, stopping);
            case "GET /":
                return LivePage.WriteAsync(context);
            case "POST /local/faults":
                return AddFaultAsync(context);
            case "DELETE /local/faults":
                _dataPlane.Faults.Clear();
                _dataPlane.NodeCount = null;
                return NoContent(context);
            default:
                return WriteTextAsync(context, StatusCodes.Status404NotFound, Usage);
        }
    }

    async Task WriteMessagesAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (type, userId) = ((string?)query["type"], (string?)query["userId"]);
        var messages = _dataPlane.Messages.Where(message => Has(message, "type", type) && Has(message, "userId", userId));
        context.Response.ContentType = "application/json; charset=utf-8";

        // Raw text, so that depth and spelling stay as stored.
        var separator = (byte)'[';
        foreach (var message in messages)
        {
            await context.Response.Body.WriteAsync(new[] { separator }, context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.WriteAsync(JsonMarshal.GetRawUtf8Value(message).ToArray(), context.RequestAborted).ConfigureAwait(false);
            separator = (byte)',';
        }

        var end = separator == '[' ? "[]"u8.ToArray() : "]"u8.ToArray();
        await context.Response.Body.WriteAsync(end, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Counts of all messages, and the violations of those that the query asks for.</summary>
    async Task WriteViolationsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (type, userId) = ((string?)query["type"], (string?)query["userId"]);
        var (sums, messages) = _messages.Findings();
        context.Response.ContentType = "application/json; charset=utf-8";
        var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            ViolationsJson.WriteSums(writer, _plans, sums);
            writer.WriteStartArray("messages");
            foreach (var (message, finding) in messages)
            {
                if (finding is not { Count: > 0 } || !Has(message, "type", type) || !Has(message, "userId", userId))
                    continue;
                writer.WriteStartObject();
                foreach (var name in (string[])["messageId", "type", "event", "userId", "anonymousId"])
                {
                    if (message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                        writer.WriteString(name, value.GetString());
                }

                ViolationsJson.WriteFinding(writer, finding);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    async Task AddFaultAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (body.Length <= MaxOrderBytes && await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false) is var count and > 0)
            body.Write(buffer, 0, count);
        if (body.Length > MaxOrderBytes)
        {
            await WriteTextAsync(context, StatusCodes.Status413PayloadTooLarge, $"A fault has at most {MaxOrderBytes} bytes.\n").ConfigureAwait(false);
            return;
        }

        try
        {
            FaultOrder.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)).ApplyTo(_dataPlane);
        }
        catch (ArgumentException exception)
        {
            await WriteTextAsync(context, StatusCodes.Status400BadRequest, exception.Message + "\n").ConfigureAwait(false);
            return;
        }

        await NoContent(context).ConfigureAwait(false);
    }

    static bool Has(JsonElement message, string name, string? wanted) =>
        string.IsNullOrEmpty(wanted) || (message.TryGetProperty(name, out var value) && value.ToString() == wanted);

    static Task NoContent(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    static Task WriteTextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
