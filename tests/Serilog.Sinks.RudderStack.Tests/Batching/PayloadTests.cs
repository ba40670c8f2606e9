using System.IO.Compression;
using System.Text;
using CsCheck;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class PayloadTests
{
    static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ABodyIsTheMessagesInTheirEnvelope(bool gzip) =>
        Gen.Int[0, 3000].Array[1, 30].Sample(paddings =>
        {
            var payload = new Payload(gzip);
            QueuedMessage[] messages = [.. paddings.Select((padding, i) => TestMessages.Queued($"m{i}", padding: padding))];

            payload.Write(messages, Noon);

            var jsons = paddings.Select((padding, i) => Stamped(TestMessages.Json($"m{i}", padding: padding), "2026-03-04T12:05:06.007Z"));
            var expected = "{\"batch\":[" + string.Join(",", jsons) + "]}";
            Assert.Equal(expected, Plain(payload, gzip));
            Assert.Equal(Encoding.UTF8.GetByteCount(expected), payload.UncompressedLength);
        });

    [Fact]
    public void TheEnvelopeAndSeparatorsHaveTheLengthsThatBatchesCountWith()
    {
        var payload = new Payload(gzip: false);
        var messages = TestMessages.Several(3);

        payload.Write(messages, Noon);

        Assert.Equal(Payload.EnvelopeLength + messages.Sum(message => message.Length) + (2 * Payload.SeparatorLength), payload.Body.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EachWriteStampsSentAtAnewAndChangesNothingElse(bool gzip)
    {
        var payload = new Payload(gzip);
        var messages = TestMessages.Several(2);

        payload.Write(messages, Noon);
        var first = Plain(payload, gzip);
        payload.Write(messages, Noon.AddMinutes(5));
        var second = Plain(payload, gzip);

        Assert.Equal("2026-03-04T12:10:06.007Z", TestMessages.SentAtOf(messages[0].Json));
        Assert.Equal(2, second.Split("2026-03-04T12:10:06.007Z").Length - 1);
        Assert.Equal(first.Replace("T12:05:", "T12:10:"), second);
    }

    [Fact]
    public void SentAtIsUtc()
    {
        var payload = new Payload(gzip: false);
        var messages = TestMessages.Several(1);

        payload.Write(messages, new DateTimeOffset(2026, 1, 1, 1, 30, 0, TimeSpan.FromHours(3)));

        Assert.Equal("2025-12-31T22:30:00.000Z", TestMessages.SentAtOf(messages[0].Json));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AShortBodyLeavesNothingOfALongOneInTheBuffer(bool gzip)
    {
        var payload = new Payload(gzip);
        payload.Write([TestMessages.Queued("long", padding: 12_000)], Noon);
        payload.Write([TestMessages.Queued("short")], Noon);

        var body = payload.Body;

        Assert.All(body.Array!.Skip(body.Count), static left => Assert.Equal(0, left));
    }

    [Fact]
    public void AnAbandonedBufferIsNotWrittenAgain()
    {
        var payload = new Payload(gzip: false);
        payload.Write(TestMessages.Several(1), Noon);
        var abandoned = payload.Body;
        var contents = abandoned.ToArray();

        payload.Abandon();
        payload.Write(TestMessages.Several(2), Noon.AddMinutes(1));

        Assert.NotSame(abandoned.Array, payload.Body.Array);
        Assert.Equal(contents, abandoned.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheLengthsAreKnownOfAnAbandonedBodyToo(bool gzip)
    {
        var payload = new Payload(gzip);
        payload.Write(TestMessages.Several(2), Noon);
        var (uncompressed, wire) = (payload.UncompressedLength, payload.Body.Count);

        payload.Abandon();

        Assert.Equal((uncompressed, wire), (payload.UncompressedLength, payload.WireLength));
        Assert.True(wire > 0);
    }

    static string Plain(Payload payload, bool gzip)
    {
        var body = new MemoryStream(payload.Body.ToArray());
        using Stream plain = gzip ? new GZipStream(body, CompressionMode.Decompress) : body;
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }

    static string Stamped(byte[] json, string sentAt) =>
        Encoding.UTF8.GetString(json).Replace("0000-00-00T00:00:00.000Z", sentAt);
}
