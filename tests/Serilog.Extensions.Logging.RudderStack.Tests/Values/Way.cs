using Microsoft.Extensions.Logging;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>A way by which a value comes into a message: what it logs, and how its logger is made.</summary>
sealed class Way
{
    readonly Action<WayLogger, string, object?> _log;

    Way(string name, Action<WayLogger, string, object?> log, bool isMicrosofts = false, bool isReached = true, bool isCalled = false)
    {
        Name = name;
        _log = log;
        IsMicrosofts = isMicrosofts;
        IsReached = isReached;
        IsCalled = isCalled;
    }

    /// <summary>Each logs an event of a name, with a value as the member <c>Value</c> of its properties.</summary>
    public static IReadOnlyList<Way> All { get; } =
    [
        new("Serilog's helper", (log, name, value) => log.Serilog.Track("user-1", name, new { Value = value })),
        new("Serilog's helper, in a dictionary", (log, name, value) => log.Serilog.Track("user-1", name, new Dictionary<string, object?> { ["value"] = value })),
        new("Serilog's helper on a logger without the policy", (log, name, value) => log.Serilog.Track("user-1", name, new { Value = value }), isReached: false),
        new("the property form", (log, name, value) => Event(log.Serilog, name).ForContext("Properties", new { Value = value }, destructureObjects: true).Information("Logged")),
        new("the property form on an outer logger", (log, name, value) => Event(log.Serilog, name).ForContext("Properties", new { Value = value }, destructureObjects: true).Information("Logged"), isReached: false, isCalled: true),
        new("a loose property", (log, name, value) => Event(log.Serilog, name).ForContext("Value", value, destructureObjects: true).Information("Logged")),
        new("a template", (log, name, value) => Event(log.Serilog, name).Information("Logged {@Value}", value)),
        new("Microsoft's helper", (log, name, value) => log.Microsoft.Track("user-1", name, new { Value = value }), isMicrosofts: true),
        new("Microsoft's template", (log, name, value) => log.Microsoft.LogInformation("{EventType} {UserId} {Event} {@Value}", "track", "user-1", name, value), isMicrosofts: true),
        new("Microsoft's scope", LogInScope, isMicrosofts: true),
    ];

    public string Name { get; }

    public bool IsMicrosofts { get; }

    /// <summary>Whether the sink is the logger's own; otherwise it is that of a logger behind it.</summary>
    public bool IsReached { get; }

    /// <summary>Whether the logger was given the policy by the documented call.</summary>
    public bool IsCalled { get; }

    public void Log(WayLogger logger, string eventName, object? value) => _log(logger, eventName, value);

    static ILogger Event(ILogger log, string name) => log.ForContext("EventType", "track").ForContext("UserId", "user-1").ForContext("Event", name);

    static void LogInScope(WayLogger log, string name, object? value)
    {
        using (log.Microsoft.BeginScope(new Dictionary<string, object?> { ["EventType"] = "track", ["UserId"] = "user-1", ["Event"] = name, ["@Value"] = value }))
            log.Microsoft.LogInformation("Logged");
    }
}
