using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes <c>userId</c> and <c>anonymousId</c>, as given.</summary>
sealed class IdentityWriter
{
    readonly string? _defaultAnonymousId;

    public IdentityWriter(string? defaultAnonymousId) => _defaultAnonymousId = defaultAnonymousId;

    /// <summary>Writes what is there, commas included; false if nothing is.</summary>
    public bool TryWrite(MessageWriter writer, EventParts parts, out int userHash)
    {
        var userId = parts.Text(ReservedProperty.UserId);
        var anonymousId = parts.Text(ReservedProperty.AnonymousId);

        // Not on alias: identity resolution would merge everybody who shares the default into one user.
        if (userId is null && anonymousId is null && parts.Type != MessageType.Alias)
            anonymousId = _defaultAnonymousId;

        return TryWrite(writer, userId, anonymousId, out userHash);
    }

    public static bool TryWrite(MessageWriter writer, string? userId, string? anonymousId, out int userHash)
    {
        userHash = 0;
        if (userId is not null)
            userHash = UserHash.Of(Write(writer, ",\"userId\":"u8, userId));
        if (anonymousId is null)
            return userId is not null;

        var written = Write(writer, ",\"anonymousId\":"u8, anonymousId);
        if (userId is null)
            userHash = UserHash.Of(written);
        return true;
    }

    static ReadOnlySpan<byte> Write(MessageWriter writer, ReadOnlySpan<byte> member, string id)
    {
        writer.Raw(member);
        var start = writer.Position;
        writer.Text(id);
        return writer.Written.Slice(start);
    }
}
