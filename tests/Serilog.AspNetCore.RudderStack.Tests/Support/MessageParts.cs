using System.Text.Json;

namespace Serilog.AspNetCore.RudderStack.Tests.Support;

static class MessageParts
{
    /// <summary>The text at a path such as <c>context.page.path</c>; null if there is none.</summary>
    public static string? At(this JsonElement message, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty(name, out message))
                return null;
        }

        return message.ToString();
    }

    /// <summary>The context without the member that names the sink, as JSON.</summary>
    public static string Context(this JsonElement message) =>
        "{" + string.Join(",", message.GetProperty("context").EnumerateObject().Where(member => member.Name != "library").Select(member => member.ToString())) + "}";
}
