using System.Text;
using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>The size rule: UTF-8 bytes of the message as sent, <c>sentAt</c> included.</summary>
static class MessageSize
{
    const int MembersNamed = 3;

    // Names of properties can be as long as a message.
    const int LongestName = 64;

    /// <summary>The fault of a complete message that is too large, or null.</summary>
    public static MessageFault? Check(ReadOnlySpan<byte> message, int limit) =>
        message.Length <= limit
            ? null
            : new MessageFault(DropReason.Oversize, $"it has {message.Length} bytes, and the limit is {limit}; its largest members: {LargestMembers(message)}");

    /// <summary>The fault of a message so large that writing it was given up.</summary>
    public static MessageFault GivenUp(int written, int limit) =>
        new(DropReason.Oversize, $"it has more than {written} bytes, and the limit is {limit}");

    /// <summary>The fault of a message that cannot fit, because one of its objects has too many members.</summary>
    public static MessageFault TooManyMembers(int members, int limit) =>
        new(DropReason.Oversize, $"one of its objects has more than {members} members, and the limit is {limit} bytes");

    static string LargestMembers(ReadOnlySpan<byte> message)
    {
        var sizes = new List<KeyValuePair<string, long>>();
        var within = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = reader.TokenStartIndex;
            var largest = name is "properties" or "traits" ? LargestMember(reader) : "";
            reader.Skip();
            sizes.Add(new(name, reader.BytesConsumed - start));
            if (largest.Length > 0)
                within.Add(name, largest);
        }

        sizes.Sort((left, right) => right.Value.CompareTo(left.Value));
        var names = new StringBuilder();
        for (var i = 0; i < sizes.Count && i < MembersNamed; i++)
        {
            names.Append(i == 0 ? "" : ", ").Append(sizes[i].Key).Append(' ').Append(sizes[i].Value);
            if (within.TryGetValue(sizes[i].Key, out var largest))
                names.Append(" (of them ").Append(largest).Append(')');
        }

        return names.ToString();
    }

    // A copy of the reader, which stands at an object or at another value.
    static string LargestMember(Utf8JsonReader reader)
    {
        var (largest, size) = ("", 0L);
        if (reader.TokenType != JsonTokenType.StartObject)
            return largest;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = reader.TokenStartIndex;
            reader.Skip();
            if (reader.BytesConsumed - start > size)
                (largest, size) = (name, reader.BytesConsumed - start);
        }

        return size == 0 ? "" : $"{OneLine.Of(largest, LongestName)} {size}";
    }
}
