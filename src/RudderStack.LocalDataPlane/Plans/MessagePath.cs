using System.Globalization;
using System.Text;
using System.Text.Json;
using RudderStack.Local.Plans.Schema;

namespace RudderStack.Local.Plans;

/// <summary>The way from a message to one of its values, by a JSON pointer.</summary>
sealed class MessagePath
{
    readonly List<string> _names = [];

    MessagePath(string pointer, string text)
    {
        Pointer = pointer;
        Text = text;
    }

    public string Pointer { get; }

    /// <summary>As it stands in a sentence: from the section on, such as <c>lines[0].price</c>.</summary>
    public string Text { get; private set; }

    /// <summary>The name of the innermost property; an item has that of its array.</summary>
    public string? Property => _names.LastOrDefault();

    /// <param name="message">The message.</param>
    /// <param name="section">The names that lead to the section.</param>
    /// <param name="pointer">Where the value is.</param>
    public static MessagePath Of(JsonElement message, IReadOnlyList<string> section, string pointer)
    {
        var path = new MessagePath(pointer, "");
        var text = new StringBuilder();
        var value = message;
        foreach (var segment in JsonPointers.Segments(pointer))
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                text.Append('[').Append(segment).Append(']');
                value = value[int.Parse(segment, NumberStyles.None, CultureInfo.InvariantCulture)];
                continue;
            }

            path._names.Add(segment);
            if (path._names.Count == section.Count + 1)
                text.Clear();
            text.Append(text.Length > 0 ? "." : "").Append(segment);
            value = value.TryGetProperty(segment, out var member) ? member : default;
        }

        path.Text = text.ToString();
        return path;
    }

    /// <summary>A property of the object that this path leads to.</summary>
    public string TextOf(string property, IReadOnlyList<string> section) => _names.Count <= section.Count ? property : $"{Text}.{property}";
}
