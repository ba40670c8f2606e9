using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Writing;

/// <summary>Writes the typed calls, extension methods of Serilog's logger and of Microsoft's.</summary>
sealed class CallWriter(CodeText code, Target target, string anchor)
{
    const string Root = "global::Serilog.Sinks.RudderStack.";

    static readonly Logger Serilog = new(
        "global::Serilog.ILogger", "global::Serilog.RudderStackLoggerExtensions", "global::Serilog.Events.LogEventLevel");

    static readonly Logger Microsoft = new(
        "global::Microsoft.Extensions.Logging.ILogger", "global::Microsoft.Extensions.Logging.RudderStackLoggerExtensions", "global::Microsoft.Extensions.Logging.LogLevel");

    public void Write(CallShape call)
    {
        Write(call, Serilog);
        if (target.HasMicrosoftLogger)
            Write(call, Microsoft);
    }

    void Write(CallShape call, Logger logger)
    {
        var kind = call.Rule.Event.Kind;
        var parameters = new List<(string Declaration, string Name, string Doc)>
        {
            ($"this {logger.Type} logger", "logger", "The logger."),
            ($"string{Null} userId", "userId", "The id of the user."),
        };
        var arguments = new List<string> { "logger", "userId" };
        switch (kind)
        {
            case EventKind.Track:
                arguments.Add(Literals.Text(call.Rule.Event.Name));
                break;
            case EventKind.Page or EventKind.Screen:
                parameters.Add(($"string{Null} name", "name", $"The name of the {(kind == EventKind.Page ? "page" : "screen")}."));
                arguments.Add("name");
                break;
            case EventKind.Group:
                parameters.Add(("string groupId", "groupId", "The id of the group."));
                arguments.Add("groupId");
                break;
        }

        var payload = kind is EventKind.Identify or EventKind.Group ? "traits" : "properties";
        var type = $"{anchor}.{call.Class?.Name}";
        var isOptional = kind == EventKind.Track && call.Class is { IsOpen: true, Members.Count: 0, Cases.Count: 0 };
        if (call.Class is not null)
            parameters.Add((isOptional ? $"{type}{Null} {payload} = null" : $"{type} {payload}", payload, $"The {payload}."));
        arguments.Add(call.Class is null
            ? $"{Root}AnalyticsObject.Planned({anchor}.planSource.Nothing)"
            : $"{Root}AnalyticsObject.Planned(({Root}Plans.IPlannedMessage{Null}){payload} ?? {anchor}.planSource.Nothing)");

        if (kind is EventKind.Page or EventKind.Screen)
        {
            parameters.Add(($"string{Null} category = null", "category", "The category."));
            arguments.Add("category");
        }

        parameters.Add(($"string{Null} anonymousId = null", "anonymousId", "The visitor's id where there is no user id, or besides it."));
        parameters.Add(($"{Root}AnalyticsObject? context = null", "context", "What surrounds the call, over the default context."));
        parameters.Add(($"{Root}AnalyticsObject? integrations = null", "integrations", "Destinations to switch on or off."));
        parameters.Add(("global::System.DateTimeOffset? timestamp = null", "timestamp", "When it happened, for imports; otherwise the time of the call."));
        parameters.Add(($"string{Null} messageId = null", "messageId", "The id of the message, by which RudderStack can remove duplicates; a new one when null."));
        parameters.Add(($"{logger.Level} level = {logger.Level}.Information", "level", "The level of the log event."));
        arguments.AddRange(["anonymousId", "context", "integrations", "timestamp", "messageId", "level"]);

        code.Summary(call.Doc);
        foreach (var (_, name, doc) in parameters)
            code.Line($"/// <param name=\"{name}\">{doc}</param>");
        var method = kind == EventKind.Track ? "Track" + call.Name : kind.ToString();
        code.Block(
            $"public static void {method}({string.Join(", ", parameters.Select(static parameter => parameter.Declaration))})",
            () => code.Line($"{logger.Helpers}.{kind}({string.Join(", ", arguments)});"));
    }

    string Null => target.HasNullable ? "?" : "";

    /// <param name="Type">The logger's interface.</param>
    /// <param name="Helpers">The class of the helpers that log.</param>
    /// <param name="Level">The enum of its levels.</param>
    sealed record Logger(string Type, string Helpers, string Level);
}
