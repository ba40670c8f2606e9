namespace Benchmarks.Server;

/// <summary>Seq's compact log event format: one JSON object on each line.</summary>
static class ClefBody
{
    public static int Count(ReadOnlySpan<byte> body)
    {
        var count = 0;
        foreach (var line in body.Split((byte)'\n'))
        {
            var text = body[line].Trim(" \r"u8);
            if (text.IsEmpty)
                continue;
            if (text[0] != '{' || text[^1] != '}')
                throw new InvalidDataException("A line is no JSON object.");
            count++;
        }

        return count;
    }
}
