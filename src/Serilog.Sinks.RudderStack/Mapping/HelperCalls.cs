using Serilog.Events;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Knows events of the typed helpers, whichever way they took, by their message templates.</summary>
static class HelperCalls
{
    /// <summary>The holes of their templates, which have no text of their own: text would become the name of a nameless page.</summary>
    public static readonly string[][] Holes =
    [
        ["EventType", "Event"],
        ["EventType", "UserId"],
        ["EventType", "Name"],
        ["EventType", "GroupId"],
        ["EventType", "PreviousId", "UserId"],
    ];

    static readonly HashSet<string> Templates = new(Holes.Select(holes => string.Join(" ", holes.Select(Text))), StringComparer.Ordinal);

    /// <summary>The text of a hole, shown without quotes.</summary>
    public static string Text(string hole) => $"{{{hole}:l}}";

    public static bool HasLogged(LogEvent logEvent) => Templates.Contains(logEvent.MessageTemplate.Text);

    /// <summary>What is wrong with an argument that is no object.</summary>
    /// <param name="argument">The name of the argument's property.</param>
    /// <param name="type">The .NET type of what was given, if it is known.</param>
    /// <param name="captured">What the logger made of it.</param>
    public static string Problem(string argument, Type? type, LogEventPropertyValue captured)
    {
        var given = type?.ToString() ?? "value";
        var name = argument.ToLowerInvariant();
        return captured switch
        {
            Mark { Kind: MarkKind.Threw, What: { } exception } => $"the argument {name}, a {given}, threw {exception} when it was read.",
            Mark { Kind: MarkKind.Unreadable, What: { } unreadable } => Unreadable($"the argument {name}", unreadable),
            ScalarValue { Value: { } scalar } and not Mark when scalar.GetType() != type && (type is null || ValueTypes.IsObject(type)) =>
                $"the argument {name}, a {given}, must be an object, and a destructuring policy of the logger made a {scalar.GetType()} of it.",
            _ => $"the argument {name} is a {given}, and must be an object, such as an anonymous object, a record or a dictionary.",
        };
    }

    /// <summary>What to do about a type whose members may have been trimmed away.</summary>
    public static string Unreadable(string place, string type) =>
        $"{place} is a {type}, and this program was trimmed: members of the type may be missing. Give a JsonObject, a dictionary, or AnalyticsObject.From with a JsonTypeInfo.";
}
