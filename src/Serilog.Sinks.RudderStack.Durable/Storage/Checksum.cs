using System.IO.Hashing;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>Notices bytes that have changed on disk, which SQLite does not.</summary>
static class Checksum
{
    public static long Of(ReadOnlySpan<byte> json, long outbox, int userHash, bool callsHooks) =>
        unchecked((long)XxHash3.HashToUInt64(json, (outbox << 33) ^ ((long)userHash << 1) ^ (callsHooks ? 1 : 0)));
}
