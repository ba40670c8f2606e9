namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>
/// The built-in deny list: properties that frameworks and common enrichers put on events that are not theirs.
/// </summary>
/// <remarks>
/// Words that a product would use for its own facts (Method, Path, StatusCode, Elapsed, Tags, Application, ...) are left
/// out, also where a framework uses them: it does so on its own events, which are no analytics.
/// </remarks>
static class FrameworkProperties
{
    public static IReadOnlyList<string> Names { get; } =
    [
        // Serilog, Serilog.Extensions.Logging
        "SourceContext", "EventId", "Scope", "{OriginalFormat}",

        // Microsoft.Extensions.Logging: activity tracking scopes
        "SpanId", "TraceId", "ParentId", "TraceState", "TraceFlags",

        // ASP.NET Core, SignalR and Serilog.AspNetCore: request, connection and action scopes
        "RequestId", "RequestPath", "RequestMethod", "ConnectionId", "TransportConnectionId",
        "ActionId", "ActionName",

        // Microsoft.Extensions.Http: scopes around a request
        "HttpMethod", "Uri",

        // Azure Functions: scopes around an invocation
        "AzureFunctions_FunctionName", "AzureFunctions_InvocationId",

        // Serilog.Enrichers.*, Serilog.Exceptions
        "MachineName", "EnvironmentName", "EnvironmentUserName", "MemoryUsage",
        "ProcessId", "ProcessName", "ThreadId", "ThreadName",
        "AssemblyName", "AssemblyVersion", "AssemblyInformationalVersion",
        "ClientAgent", "ClientIp", "CorrelationId", "ExceptionDetail",

        // Common templates of solutions
        "ApplicationContext",
    ];
}
