namespace RudderStack.Local.Gateway;

/// <summary>The gateway's outermost layer: any origin may send, with credentials.</summary>
static class Cors
{
    /// <summary>Adds the headers of every answer; true when the request is a preflight and so answered.</summary>
    public static bool Answer(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        var method = request.Headers.AccessControlRequestMethod.ToString();
        var isPreflight = HttpMethods.IsOptions(request.Method) && method.Length > 0;
        headers.Vary = isPreflight ? "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" : "Origin";
        if (request.Headers.Origin is not [{ Length: > 0 } origin, ..])
            return isPreflight && NoContent(context);

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        if (!isPreflight)
            return false;
        headers.AccessControlAllowMethods = method;
        if (request.Headers.AccessControlRequestHeaders is { Count: > 0 } wanted)
            headers.AccessControlAllowHeaders = wanted;
        headers.AccessControlMaxAge = "900";
        return NoContent(context);
    }

    static bool NoContent(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
