using System.IO.Hashing;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>A row that has been read.</summary>
readonly record struct Row(long Id, int UserHash, bool CallsHooks, bool IsRecovered, int Offset, int Length);

/// <summary>A row that is gone, whom it belonged to, and the message if a hook is to have it.</summary>
readonly record struct Gone(long Id, bool IsOwn, byte[]? Json = null);

/// <summary>Notices bytes that have changed on disk, which SQLite does not.</summary>
static class Checksum
{
    public static long Of(ReadOnlySpan<byte> json, long outbox, int userHash, bool callsHooks) =>
        unchecked((long)XxHash3.HashToUInt64(json, (outbox << 33) ^ ((long)userHash << 1) ^ (callsHooks ? 1 : 0)));
}
