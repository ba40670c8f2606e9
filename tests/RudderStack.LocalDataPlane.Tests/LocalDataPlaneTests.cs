using System.Net;
using Microsoft.Extensions.Time.Testing;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Tests;

public sealed class LocalDataPlaneTests
{
    [Fact]
    public async Task ListensOnAFreePortWithADocumentedKey()
    {
        await using var running = await Running.StartAsync();
        Assert.Matches(@"^http://127\.0\.0\.1:[1-9]\d*$", running.DataPlane.Url);
        Assert.Equal("local-write-key", running.DataPlane.WriteKey);
    }

    [Fact]
    public async Task StoresConcurrentRequestsOnceAndEachSideBySide()
    {
        const int Requests = 50;
        const int PerRequest = 20;
        await using var running = await Running.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Requests).Select(async request =>
        {
            using var answer = await running.SendAsync([.. Enumerable.Range(0, PerRequest).Select(i => $"{request}-{i}")]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }));

        var ids = running.StoredIds();
        Assert.Equal(Requests * PerRequest, running.DataPlane.Count);
        Assert.Equal(Requests * PerRequest, ids.Distinct().Count());
        foreach (var chunk in ids.Chunk(PerRequest))
        {
            var request = chunk[0]!.Split('-')[0];
            Assert.Equal(Enumerable.Range(0, PerRequest).Select(i => $"{request}-{i}"), chunk);
        }
    }

    [Fact]
    public async Task ForgetsTheOldestMessagesBeyondItsBoundButCountsAll()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { MaxStored = 3 });
        using var first = await running.SendAsync("m-1", "m-2");
        using var second = await running.SendAsync("m-3", "m-4", "m-5");
        Assert.Equal(["m-3", "m-4", "m-5"], running.StoredIds());
        Assert.Equal(5, running.DataPlane.Count);
    }

    [Theory]
    [InlineData(-1, new string[0])]
    [InlineData(0, new[] { "m-3" })]
    [InlineData(1, new[] { "m-3" })]
    public async Task ForgetsTheOldestMessagesBeyondItsBytes(int spare, string[] kept)
    {
        await using var measuring = await Running.StartAsync();
        using var measured = await measuring.SendAsync("m-3");
        var bytes = JsonSize.Of(Assert.Single(measuring.DataPlane.Messages));

        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { MaxStoredBytes = bytes + spare });
        using var first = await running.SendAsync("m-1", "m-2");
        using var second = await running.SendAsync("m-3");
        Assert.Equal(kept, running.StoredIds());
        Assert.Equal(3, running.DataPlane.Count);
    }

    [Fact]
    public async Task AMessageThatIsLargerThanTheStoreTakesAllBeforeItAlong()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { MaxStoredBytes = 5_000 });
        using var first = await running.SendAsync("m-1");
        using var second = await running.SendAsync(new string('x', 5_000));
        Assert.Empty(running.DataPlane.Messages);
        using var third = await running.SendAsync("m-3");
        Assert.Equal(["m-3"], running.StoredIds());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":[1,2,3],"b":{"c":"d"}}""")]
    [InlineData("[[[[[[[[0,0,0,0,0,0,0,0]]]]]]]]")]
    public void AMessagesSizeIsNotBelowWhatItTakes(string json)
    {
        var reader = new System.Text.Json.Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        var tokens = 0;
        while (reader.Read())
            tokens++;
        Assert.True(JsonSize.Of(System.Text.Json.JsonElement.Parse(json)) >= json.Length + (12 * tokens));
    }

    [Fact]
    public async Task ForgetsTheOldestRequestsBeyondTheirBytes()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { KeepBodies = true, MaxRequestsBytes = 25_000 });
        for (var i = 0; i < 4; i++)
            (await running.SendAsync("m-" + new string('x', 8_000))).Dispose();
        Assert.Equal([3, 4], running.DataPlane.Requests.Select(request => request.Sequence));
    }

    [Fact]
    public async Task AReaderReadsEverythingInOrderThoughManyCameAtOnce()
    {
        await using var running = await Running.StartAsync();
        var ids = Enumerable.Range(0, 500).Select(i => $"m-{i}").ToArray();
        using var answer = await running.SendAsync(ids);
        var read = new List<string?>();
        await foreach (var message in running.DataPlane.ReadMessagesAsync(Running.SoonEnough))
        {
            read.Add(message.GetProperty("messageId").GetString());
            if (read.Count == ids.Length)
                break;
        }

        Assert.Equal(ids, read);
    }

    [Fact]
    public async Task AReaderThatFallsBehindLosesWhatIsForgotten()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { MaxStored = 2 });
        using var first = await running.SendAsync("m-1");
        await using var reader = running.DataPlane.ReadMessagesAsync(Running.SoonEnough).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        using var others = await running.SendAsync("m-2", "m-3", "m-4");
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("m-3", reader.Current.GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task ForgetsTheOldestRequestsBeyondItsBoundButCountsAll()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { MaxRequests = 2 });
        for (var i = 0; i < 3; i++)
            (await running.SendAsync("m-1")).Dispose();
        Assert.Equal([2, 3], running.DataPlane.Requests.Select(request => request.Sequence));
    }

    [Fact]
    public async Task ClearForgetsMessagesAndTheirCount()
    {
        await using var running = await Running.StartAsync();
        using var first = await running.SendAsync("m-1");
        running.DataPlane.ClearMessages();
        Assert.Empty(running.DataPlane.Messages);
        Assert.Equal(0, running.DataPlane.Count);
        using var second = await running.SendAsync("m-2");
        Assert.Equal(["m-2"], running.StoredIds());
    }

    [Fact]
    public async Task WaitingEndsWhenEnoughMessagesCame()
    {
        await using var running = await Running.StartAsync();
        var waiting = running.DataPlane.WaitForMessagesAsync(3, Running.SoonEnough);
        using var first = await running.SendAsync("m-1", "m-2");
        Assert.False(waiting.IsCompleted);
        using var second = await running.SendAsync("m-3");
        await waiting;
        await running.DataPlane.WaitForMessagesAsync(3, Running.SoonEnough);
    }

    [Fact]
    public async Task CancelledWaitingReportsHowManyMessagesCame()
    {
        await using var running = await Running.StartAsync();
        using var cancelled = new CancellationTokenSource();
        using var answer = await running.SendAsync("m-1", "m-2");
        var waiting = running.DataPlane.WaitForMessagesAsync(3, cancelled.Token);
        await cancelled.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("Waited for 3 messages, but only 2 came.", exception.Message);
    }

    [Fact]
    public async Task AReaderGetsWhatIsStoredAndWhatComesUntilDisposal()
    {
        var running = await Running.StartAsync();
        using var first = await running.SendAsync("m-1");
        var ids = new List<string?>();
        var reading = Task.Run(async () =>
        {
            await foreach (var message in running.DataPlane.ReadMessagesAsync(Running.SoonEnough))
            {
                ids.Add(message.GetProperty("messageId").GetString());
                if (ids.Count == 1)
                    (await running.SendAsync("m-2", "m-3")).Dispose();
                if (ids.Count == 3)
                    _ = running.DisposeAsync().AsTask();
            }
        });
        await reading;
        Assert.Equal(["m-1", "m-2", "m-3"], ids);
    }

    [Fact]
    public async Task TheLogShowsWhatCameAndWhatWasAnswered()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { KeepBodies = true, TimeProvider = time });
        var json = Running.Batch("m-1", "m-2");
        var body = GzipBytes.Of(json);
        using var accepted = await running.PostAsync("/v1/batch", body, ("Content-Encoding", "gzip"), ("X-Extra", "yes"));
        using var refused = await running.PostAsync("/v1/batch", "{");

        Assert.Equal([1, 2], running.DataPlane.Requests.Select(request => request.Sequence));
        var (good, bad) = (running.DataPlane.Requests[0], running.DataPlane.Requests[1]);
        Assert.Equal(("POST", "/v1/batch", 200, "ok"), (good.Method, good.Path, good.Status, good.Answer));
        Assert.Equal((body.Length, json.Length, 2), (good.WireBytes, good.BodyBytes, good.MessageCount));
        Assert.Equal(json, good.BodyText);
        Assert.Equal("yes", good.Headers["x-extra"]);
        Assert.Equal(time.GetUtcNow(), good.ReceivedAt);
        Assert.Equal(1, good.InProgress);
        Assert.Equal((400, "invalid json\n", 0, "{"), (bad.Status, bad.Answer, bad.MessageCount, bad.BodyText));
    }

    [Fact]
    public async Task BodiesAreNotKeptUnlessAskedFor()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.SendAsync("m-1");
        Assert.Null(Assert.Single(running.DataPlane.Requests).BodyText);
    }

    [Fact]
    public async Task ConnectionIdsTellConnectionsApart()
    {
        await using var running = await Running.StartAsync();
        using var first = await running.SendAsync("m-1");
        using var second = await running.SendAsync("m-2");
        running.DataPlane.Faults.Add(new Fault { CutConnection = ConnectionCut.InAnswer });
        await RawHttp.PostAsync(running.DataPlane, Running.Batch("m-3"));

        var ids = running.DataPlane.Requests.Select(request => request.ConnectionId).ToArray();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public async Task RequestsInProgressAreCounted()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Hang = true });
        using var leaving = new CancellationTokenSource();
        var waiting = running.SendAsync("m-1", leaving.Token);
        await Eventually.IsTrueAsync(() => running.DataPlane.Requests.Count == 1);
        using var answer = await running.SendAsync("m-2");
        Assert.Equal([1, 2], running.DataPlane.Requests.Select(request => request.InProgress));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task RefusesConnectionsWhileNotListeningAndComesBackOnTheSamePort()
    {
        await using var running = await Running.StartAsync();
        using var before = await running.SendAsync("m-1");
        var url = running.DataPlane.Url;

        await running.DataPlane.StopListeningAsync();
        await running.DataPlane.StopListeningAsync();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => running.SendAsync("m-2"));
        Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);

        await running.DataPlane.StartListeningAsync();
        await running.DataPlane.StartListeningAsync();
        using var after = await running.SendAsync("m-3");
        Assert.Equal(url, running.DataPlane.Url);
        Assert.Equal(["m-1", "m-3"], running.StoredIds());
    }

    [Fact]
    public async Task ATakenPortIsAnIOException()
    {
        await using var running = await Running.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Urls = [running.DataPlane.Url] }));
    }

    public static TheoryData<LocalDataPlaneOptions> WrongOptions => new()
    {
        new LocalDataPlaneOptions { WriteKeys = [] },
        new LocalDataPlaneOptions { WriteKeys = [""] },
        new LocalDataPlaneOptions { DisabledWriteKeys = [""] },
        new LocalDataPlaneOptions { Urls = [] },
        new LocalDataPlaneOptions { Urls = ["https://127.0.0.1:0"] },
        new LocalDataPlaneOptions { Urls = ["127.0.0.1"] },
        new LocalDataPlaneOptions { Urls = ["http://127.0.0.1:0/path"] },
        new LocalDataPlaneOptions { Urls = ["http://localhost:0"] },
        new LocalDataPlaneOptions { MaxStored = -1 },
        new LocalDataPlaneOptions { MaxRequests = -1 },
        new LocalDataPlaneOptions { MaxStoredBytes = -1 },
        new LocalDataPlaneOptions { MaxRequestsBytes = -1 },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task WrongOptionsAreRefused(LocalDataPlaneOptions options) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => LocalDataPlane.StartAsync(options));
}
