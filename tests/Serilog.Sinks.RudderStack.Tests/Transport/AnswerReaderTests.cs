using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class AnswerReaderTests
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("86400", 86400)]
    [InlineData("Wed, 04 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Wed, 04 Mar 2026 11:00:00 GMT", 0)]
    [InlineData("-7", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public async Task RetryAfterIsReadAsSecondsAndAsADateAndIsNeverNegative(string header, int? seconds)
    {
        var response = DataPlaneDouble.Answer(503);
        response.Headers.TryAddWithoutValidation("Retry-After", header);

        var answer = await ReadAsync(response);

        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, answer.RetryAfter);
    }

    [Theory]
    [InlineData(511, 511)]
    [InlineData(512, 512)]
    [InlineData(513, 512)]
    [InlineData(1_000_000, 512)]
    public async Task TheTextIsTheFirst512Bytes(int length, int kept) =>
        Assert.Equal(new string('x', kept), (await ReadAsync(DataPlaneDouble.Answer(500, new string('x', length)))).Text);

    [Fact]
    public async Task ATextInUtf8IsCutAtBytesNotCharacters()
    {
        var text = (await ReadAsync(DataPlaneDouble.Answer(500, new string('日', 1000)))).Text;

        Assert.True(Encoding.UTF8.GetByteCount(text.TrimEnd('\uFFFD')) <= 512);
        Assert.StartsWith(new string('日', 170), text);
    }

    // It shows whether a gateway answered.
    [Theory]
    [InlineData("OK", "OK")]
    [InlineData(" ok\r\n", "ok")]
    [InlineData("", "")]
    public async Task TheTextOfSuccessIsReadAsWell(string sent, string text) =>
        Assert.Equal(text, (await ReadAsync(DataPlaneDouble.Answer(200, sent))).Text);

    [Theory]
    [InlineData("key {0} is unknown")]
    [InlineData("{0}")]
    [InlineData("{0}{0} and {0}")]
    public async Task TheWriteKeyIsBlackedOutInTextAndReason(string format)
    {
        var echo = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, TestSettings.WriteKey);
        var response = DataPlaneDouble.Answer(401, echo);
        response.ReasonPhrase = echo;

        var answer = await ReadAsync(response);

        Assert.DoesNotContain(TestSettings.WriteKey, answer.Text);
        Assert.DoesNotContain(TestSettings.WriteKey, answer.ReasonPhrase);
        Assert.Contains("***", answer.Text);
    }

    [Fact]
    public async Task TheCredentialsAreBlackedOut()
    {
        var credentials = new TestSettings().Freeze().BasicCredentials;

        Assert.Equal("Authorization: Basic ***", (await ReadAsync(DataPlaneDouble.Answer(400, "Authorization: Basic " + credentials))).Text);
    }

    // Not even the beginning of it, where the text is cut.
    [Fact]
    public async Task AWriteKeyAcrossTheCutIsBlackedOut()
    {
        var credentials = new TestSettings().Freeze().BasicCredentials;
        foreach (var secret in new[] { TestSettings.WriteKey, credentials })
        {
            for (var before = 512 - secret.Length; before < 512; before++)
            {
                var text = (await ReadAsync(DataPlaneDouble.Answer(400, new string('.', before) + secret + "..."))).Text;

                Assert.Empty(text.Trim('.', '*'));
                Assert.InRange(text.Length, before, 512);
            }
        }
    }

    [Fact]
    public async Task ABrokenBodyChangesNothingAboutTheStatus()
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new BrokenContent() };

        var answer = await ReadAsync(response);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Null(answer.Fault);
    }

    async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using var handler = new DataPlaneDouble(_ => response);
        using var client = new DataPlaneClient(new TestSettings { Time = _time }.Freeze(), handler);
        var payload = new RudderStack.Batching.Payload(gzip: false);
        payload.Write(TestMessages.Several(1), DateTimeOffset.UnixEpoch);
        return await client.PostAsync(payload, node: 0, nodeCount: 1, CancellationToken.None);
    }

    sealed class BrokenContent : HttpContent
    {
        public BrokenContent() => Headers.ContentType = new MediaTypeHeaderValue("text/plain");

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new IOException("reset");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
