namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>A number for a user, by which one user's messages are kept in order. Different users may share one.</summary>
static class UserHash
{
    const uint OffsetBasis = 2166136261;
    const uint Prime = 16777619;

    /// <summary>FNV-1a of an id as it stands in a message.</summary>
    public static int Of(ReadOnlySpan<byte> id)
    {
        var hash = OffsetBasis;
        foreach (var b in id)
            hash = (hash ^ b) * Prime;
        return (int)hash;
    }
}
