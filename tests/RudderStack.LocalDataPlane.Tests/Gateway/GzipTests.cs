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

    [Theory]
    [InlineData(99_999, true)]
    [InlineData(100_000, false)]
    [InlineData(100_001, false)]
    public void NoMoreThanWantedIsInflated(int most, bool isTooLong)
    {
        foreach (var data in new[] { GzipBytes.Of(new byte[100_000]), [.. GzipBytes.Of(new byte[40_000]), .. GzipBytes.Of(new byte[60_000])] })
        {
            var content = Gzip.Read(data, most, out var isLonger);
            Assert.Equal(isTooLong, isLonger);
            Assert.Equal(isTooLong ? null : 100_000, content?.Length);
        }
    }

    [Fact]
    public void ManyMembersAreRead()
    {
        var member = GzipBytes.Of("0123456789");
        var data = Enumerable.Repeat(member, 1000).SelectMany(bytes => bytes).ToArray();
        Assert.Equal(10_000, Gzip.Read(data, 10_000, out _)?.Length);
    }

    [Fact]
    public void DataInWhichMembersSeemToBeginEverywhereIsGivenUp()
    {
        // Each place looks like the start of a member, so each would be tried, and each try would inflate all before it.
        byte[] start = [0x1F, 0x8B, 0x08];
        var noise = Enumerable.Repeat(start, 300_000).SelectMany(bytes => bytes).ToArray();
        var inflated = new MemoryStream();
        using (var stream = new System.IO.Compression.GZipStream(inflated, System.IO.Compression.CompressionLevel.NoCompression, leaveOpen: true))
            stream.Write(noise);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Gzip.Read(inflated.ToArray()[..^1], 1_000_000, out var isLonger));
        Assert.False(isLonger);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    static byte[] Changed(byte[] data, int index)
    {
        var changed = (byte[])data.Clone();
        changed[index] ^= 0x55;
        return changed;
    }
}
