using System.Text;
using RudderStack.Local.Gateway;

namespace RudderStack.Local.Tests.Gateway;

public sealed class GzipTests
{
    static readonly byte[] One = GzipBytes.Of("{\"batch\":[]}");

    public static TheoryData<string, byte[], string?> Streams => new()
    {
        { "no data", [], "" },
        { "one member", One, "{\"batch\":[]}" },
        { "two members", [.. GzipBytes.Of("{\"batch\""), .. GzipBytes.Of(":[]}")], "{\"batch\":[]}" },
        { "three members", [.. GzipBytes.Of("a"), .. GzipBytes.Of("b"), .. GzipBytes.Of("c")], "abc" },
        { "members after an empty one", [.. GzipBytes.Of(""), .. One], "{\"batch\":[]}" },
        { "an empty member at the end", [.. One, .. GzipBytes.Of("")], "{\"batch\":[]}" },
        { "cut in the trailer", One[..^1], null },
        { "cut in the data", One[..^9], null },
        { "cut in the header", One[..5], null },
        { "second member cut", [.. One, .. One[..^3]], null },
        { "data after the last member", [.. One, (byte)'x'], null },
        { "zeros after the last member", [.. One, 0, 0, 0, 0], null },
        { "wrong checksum", Changed(One, One.Length - 8), null },
        { "wrong length", Changed(One, One.Length - 4), null },
        { "no gzip at all", Encoding.UTF8.GetBytes("{\"batch\":[]} and more of the same"), null },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void IsReadAsStrictlyAsGoReadsIt(string what, byte[] data, string? content)
    {
        Assert.NotEmpty(what);
        var read = Gzip.Read(data, 1000, out var isLonger);
        Assert.False(isLonger);
        Assert.Equal(content, read is null ? null : Encoding.UTF8.GetString(read));
    }

    static byte[] Changed(byte[] data, int index)
    {
        var changed = (byte[])data.Clone();
        changed[index] ^= 0x55;
        return changed;
    }
}
