using System.Globalization;
using System.Text;
using System.Text.Json;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Tool;

/// <summary>One line for each request, and below it one for each message that it stored.</summary>
static class ConsoleReport
{
    public static string Of(ReceivedRequest request, IReadOnlyList<StoredMessage> stored)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.ReceivedAt.ToLocalTime():HH:mm:ss} {request.Method} {request.Path} ");
        text.Append(request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer");
        if (request is { Status: >= 300, Answer.Length: > 0 })
            text.Append(CultureInfo.InvariantCulture, $" {request.Answer.Trim()}");
        if (request.WireBytes > 0)
            text.Append(CultureInfo.InvariantCulture, $", {request.WireBytes} bytes");
        if (stored.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $", {stored.Count} stored");
        foreach (var message in stored)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {Describe(message.Json)}");
            foreach (var violation in message.Finding?.Violations ?? [])
                text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}    {Printable(violation.ToString())}");
        }

        return text.ToString();
    }

    static string Describe(JsonElement message)
    {
        var words = new[]
        {
            Text(message, "type").PadRight("identify".Length),
            First(message, "event", "name", "groupId", "previousId"),
            First(message, "userId", "anonymousId"),
        };
        return string.Join("  ", words.Where(word => word.Length > 0));
    }

    static string First(JsonElement message, params string[] names) =>
        names.Select(name => Text(message, name)).FirstOrDefault(text => text.Length > 0) ?? "";

    static string Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? Printable(value.ToString()) : "";

    // Control characters would let a message write anything to the terminal.
    static string Printable(string text) => string.Concat(text.Where(character => !char.IsControl(character)));
}
