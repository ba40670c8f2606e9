using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>A buffer is written again only when no handler can still be reading it.</summary>
public sealed class PayloadContentTests
{
    [Fact]
    public async Task TheBodyIsReadFromThePayloadsOwnBuffer()
    {
        var payload = new Payload(gzip: true);
        payload.Write(TestMessages.Several(2), DateTimeOffset.UnixEpoch);
        using var content = new PayloadContent(payload.Body, gzip: true);
        var body = payload.Body;

        body.AsSpan().Fill(7);

        Assert.Equal(Enumerable.Repeat((byte)7, body.Count), await content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task ABufferThatWasReadToItsEndIsKept() =>
        Assert.True(await IsKeptAsync(static content => content.CopyToAsync(Stream.Null)));

    [Fact]
    public async Task ABufferThatWasNotReadIsGivenUp() =>
        Assert.False(await IsKeptAsync(static _ => Task.CompletedTask));

    [Fact]
    public async Task ABufferThatWasReadInPartIsGivenUp() =>
        Assert.False(await IsKeptAsync(static content => content.CopyToAsync(new BrokenStream())));

    [Fact]
    public async Task ABufferThatIsStillBeingReadIsGivenUp()
    {
        var never = new TaskCompletionSource();
        Assert.False(await IsKeptAsync(content =>
        {
            var reading = content.CopyToAsync(new BlockedStream(never.Task));
            Assert.False(reading.IsCompleted);
            return Task.CompletedTask;
        }));
    }

    // A handler that retries reads it twice.
    [Fact]
    public async Task ABufferThatIsBeingReadAgainIsGivenUp()
    {
        var never = new TaskCompletionSource();
        Assert.False(await IsKeptAsync(async content =>
        {
            await content.CopyToAsync(Stream.Null).ConfigureAwait(false);
            var reading = content.CopyToAsync(new BlockedStream(never.Task));
            Assert.False(reading.IsCompleted);
        }));
    }

    static async Task<bool> IsKeptAsync(Func<HttpContent, Task> read)
    {
        using var handler = new HandlerDouble(async (request, _) =>
        {
            await read(request.Content!).ConfigureAwait(false);
            return DataPlaneDouble.Answer(503);
        });
        using var client = new DataPlaneClient(new TestSettings().Freeze(), handler);
        var payload = new Payload(gzip: false);
        payload.Write(TestMessages.Several(2), DateTimeOffset.UnixEpoch);
        var body = payload.Body.Array;
        await client.PostAsync(payload, node: 0, nodeCount: 1, CancellationToken.None);
        return ReferenceEquals(body, payload.Body.Array);
    }

    sealed class BrokenStream : MemoryStream
    {
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new IOException("reset");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset");
    }

    sealed class BlockedStream(Task until) : MemoryStream
    {
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => until;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(until);
    }
}
