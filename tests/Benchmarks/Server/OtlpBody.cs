namespace Benchmarks.Server;

/// <summary>OTLP's <c>ExportLogsServiceRequest</c>, as protobuf.</summary>
/// <remarks>Field numbers: opentelemetry-proto, <c>logs_service.proto</c> and <c>logs.proto</c>.</remarks>
static class OtlpBody
{
    const int ResourceLogs = 1;
    const int ScopeLogs = 2;
    const int LogRecords = 2;

    const int Varint = 0;
    const int Fixed64 = 1;
    const int LengthDelimited = 2;
    const int Fixed32 = 5;

    static readonly int[] PathToRecord = [ResourceLogs, ScopeLogs, LogRecords];

    public static int Count(ReadOnlySpan<byte> body) => Count(body, PathToRecord);

    static int Count(ReadOnlySpan<byte> message, ReadOnlySpan<int> path)
    {
        var count = 0;
        while (!message.IsEmpty)
        {
            var key = ReadVarint(ref message);
            var skipped = (key & 7) switch
            {
                Varint => 0,
                Fixed64 => 8,
                Fixed32 => 4,
                LengthDelimited => (long)ReadVarint(ref message),
                _ => throw new InvalidDataException("No such wire type."),
            };
            if ((key & 7) == Varint)
                ReadVarint(ref message);
            if (skipped < 0 || skipped > message.Length)
                throw new InvalidDataException("A field is longer than its message.");

            if (key == ((ulong)path[0] << 3 | LengthDelimited))
                count += path.Length == 1 ? 1 : Count(message[..(int)skipped], path[1..]);
            message = message[(int)skipped..];
        }

        return count;
    }

    static ulong ReadVarint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var i = 0; i < message.Length && i < 10; i++)
        {
            value |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] >= 0x80)
                continue;
            message = message[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("A number has no end.");
    }
}
