using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace RudderStack.Local.Tests.Live;

public sealed class EventStreamTests
{
    [Fact]
    public async Task ShowsWhatIsStoredAndThenWhatArrives()
    {
        await using var running = await Running.StartAsync();
        using var before = await running.SendAsync("m-1", "m-2");
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        Assert.Equal("text/event-stream", reader.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["m-1", "m-2"], await reader.NextMessageIdsAsync(2));
        using var after = await running.SendAsync("m-3");
        Assert.Equal(["m-3"], await reader.NextMessageIdsAsync(1));
    }

    [Fact]
    public async Task AMessageIsShownAsItIsStored()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/batch", """
            {"batch":[{
                "type":"track", "userId":"u", "event":"Größe \u2028 \n data: x", "properties":{"10":1,"9":[ {} ]}}]}
            """);
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var shown = (await reader.NextAsync("message", 1))[0];
        Assert.Equal(running.DataPlane.Messages.Single().GetRawText(), shown.Data.GetRawText());
    }

    [Fact]
    public async Task ARequestIsShownWithStatusReasonAndSizes()
    {
        await using var running = await Running.StartAsync();
        var body = GzipBytes.Of(Running.Batch("m-1", "m-2"));
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        using var accepted = await running.PostAsync("/v1/batch", body, ("Content-Encoding", "gzip"));
        using var refused = await running.PostAsync("/v1/batch", """{"batch":[{"userId":"u"},{"userId":"u"},{"type":"track"}]}""");
        var shown = await reader.NextAsync("request", 2);

        var (good, bad) = (shown[0].Data, shown[1].Data);
        Assert.Equal(("POST", "/v1/batch"), (good.GetProperty("method").GetString(), good.GetProperty("path").GetString()));
        Assert.Equal((200, 2), (good.GetProperty("status").GetInt32(), good.GetProperty("messages").GetInt32()));
        Assert.Equal((body.Length, Running.Batch("m-1", "m-2").Length), (good.GetProperty("wireBytes").GetInt32(), good.GetProperty("bodyBytes").GetInt32()));
        Assert.Equal(running.DataPlane.Requests[0].ReceivedAt, good.GetProperty("receivedAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        Assert.Equal((400, 3), (bad.GetProperty("status").GetInt32(), bad.GetProperty("refusedAt").GetInt32()));
        Assert.Equal("request neither has anonymousId nor userId", bad.GetProperty("reason").GetString());
        Assert.False(bad.GetProperty("spoiled").GetBoolean());
    }

    [Fact]
    public async Task ARequestThatAFaultSpoiledIsMarked()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = 503, Body = new string('x', 10_000) });
        running.DataPlane.Faults.Add(new Fault { CutConnection = ConnectionCut.BeforeReading });
        using var failed = await running.PostAsync("/v1/batch", """{"batch":[{}]}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => running.SendAsync("m-1"));
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var shown = (await reader.NextAsync("request", 2)).Select(request => request.Data).ToArray();

        Assert.All(shown, request => Assert.True(request.GetProperty("spoiled").GetBoolean()));
        Assert.All(shown, request => Assert.Equal(System.Text.Json.JsonValueKind.Null, request.GetProperty("refusedAt").ValueKind));
        Assert.InRange(shown[0].GetProperty("reason").GetString()!.Length, 1, 600);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, shown[1].GetProperty("status").ValueKind);
    }

    [Fact]
    public async Task TheStateShowsCountsPerTypeAndTheFaultsToCome()
    {
        await using var running = await Running.StartAsync();
        using var stored = await running.PostAsync("/v1/batch", """
            {"batch":[{"type":"track","userId":"u"},{"type":"alias","userId":"u"},{"type":"track","userId":"u"},{"type":7,"userId":"u"},{"type":"Track","userId":"u"},{"userId":"u"}]}
            """);
        running.DataPlane.Faults.Add(new Fault { Times = 3, Status = 429, Headers = { ["retry-after"] = "7" } });
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var state = (await reader.NextAsync("state", 1))[0].Data;
        Assert.Equal(6, state.GetProperty("count").GetInt32());
        Assert.Equal("""{"identify":0,"track":2,"page":0,"screen":0,"group":0,"alias":1,"other":3}""", state.GetProperty("types").GetRawText());
        var fault = state.GetProperty("faults")[0];
        Assert.Equal((3, 429, "7"), (fault.GetProperty("left").GetInt32(), fault.GetProperty("status").GetInt32(), fault.GetProperty("retryAfter").GetString()));

        using var spoiled = await running.SendAsync("m-1");
        Assert.Equal(2, (await reader.NextAsync("state", 1))[0].Data.GetProperty("faults")[0].GetProperty("left").GetInt32());
        running.DataPlane.Faults.Clear();
        Assert.Equal(0, await LastAsync(reader, state => state.GetProperty("faults").GetArrayLength()));
    }

    [Fact]
    public async Task TheStateShowsWhatWasForgotten()
    {
        await using var running = await Running.StartAsync();
        using var first = await running.SendAsync("m-1", "m-2");
        using var messages = await running.DeleteAsync("/local/messages");
        using var requests = await running.DeleteAsync("/local/requests");
        using var second = await running.SendAsync("m-3");
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var state = (await reader.NextAsync("state", 1))[0].Data;
        Assert.Equal((2, 1, 1), (state.GetProperty("clearedMessages").GetInt32(), state.GetProperty("clearedRequests").GetInt32(), state.GetProperty("count").GetInt32()));
        Assert.Equal(["m-3"], await reader.NextMessageIdsAsync(1));
        Assert.Equal([2], running.DataPlane.Requests.Select(request => request.Sequence));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AReaderThatComesBackMissesNothingAndSeesNothingTwice(bool byHeader)
    {
        await using var running = await Running.StartAsync();
        using var before = await running.SendAsync("m-1", "m-2", "m-3");
        string lastId;
        using (var reader = await EventReader.OpenAsync(running.DataPlane))
            lastId = (await reader.NextAsync("message", 2))[1].Id;
        using var meanwhile = await running.SendAsync("m-4");

        using var again = byHeader
            ? await EventReader.OpenAsync(running.DataPlane, lastId)
            : await EventReader.OpenAsync(running.DataPlane, query: "?lastEventId=" + lastId);
        Assert.Equal(["m-3", "m-4"], await again.NextMessageIdsAsync(2));
        Assert.Equal(2, (await again.NextAsync("request", 2)).Count);
        using var after = await running.SendAsync("m-5");
        Assert.Equal(["m-5"], await again.NextMessageIdsAsync(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("000000000000.1.1")]
    [InlineData("{run}.-1.0")]
    [InlineData("{run}.1")]
    public async Task AnIdOfAnotherRunOrOfNobodyBeginsAnew(string id)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.SendAsync("m-1", "m-2");
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var run = (await reader.NextAsync("state", 1))[0].Data.GetProperty("run").GetString();
        using var again = await EventReader.OpenAsync(running.DataPlane, query: "?lastEventId=" + id.Replace("{run}", run, StringComparison.Ordinal));
        Assert.Equal(["m-1", "m-2"], await again.NextMessageIdsAsync(2));
    }

    [Fact]
    public async Task AReaderFarBehindGetsTheNewestFiveHundred()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.SendAsync([.. Enumerable.Range(1, 700).Select(i => $"m-{i}")]);
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var messages = await reader.NextAsync("message", 500);
        Assert.Equal(Enumerable.Range(201, 500).Select(i => $"m-{i}"), messages.Select(message => message.MessageId));
        Assert.EndsWith(".700.0", messages[^1].Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenNothingArrivesCommentsKeepTheConnectionAlive()
    {
        var time = new FakeTimeProvider();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        await reader.NextAsync("state", 1);
        var line = reader.NextLineAsync();
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(15));
            return line.IsCompleted;
        });
        Assert.StartsWith(":", await line, StringComparison.Ordinal);
        using var answer = await running.SendAsync("m-1");
        Assert.Equal(["m-1"], await reader.NextMessageIdsAsync(1));
    }

    [Fact]
    public async Task AnOpenStreamEndsWhenListeningStopsAndHoldsNothingUp()
    {
        await using var running = await Running.StartAsync();
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        await reader.NextAsync("state", 1);
        await running.DataPlane.StopListeningAsync();

        // A request that does not end would hold it up, and then be cut: the reader would get an error.
        Assert.Null(await reader.NextAsync());
    }

    [Fact]
    public async Task AStreamThatIsWritingWhenListeningStopsIsNotCutEither()
    {
        await using var running = await Running.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            using var reader = await EventReader.OpenAsync(running.DataPlane);
            await reader.NextAsync("state", 1);
            using var answer = await running.SendAsync("m-1");
            await running.DataPlane.StopListeningAsync();
            while (await reader.NextAsync() is not null)
            {
            }

            await running.DataPlane.StartListeningAsync();
        }
    }

    [Fact]
    public async Task AReaderThatDoesNotReadHoldsNothingUp()
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { MaxStored = 10 });
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        await reader.NextAsync("state", 1);

        // More than all buffers between the two ends take.
        var large = new string('x', 1_000_000);
        for (var i = 0; i < 30; i++)
        {
            using var answer = await running.PostAsync("/v1/track", $$"""{"userId":"u","messageId":"m-{{i}}","event":"{{large}}"}""");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // It then goes on with what is still known, and the ids tell how much it has missed.
        var seen = new List<ServerSentEvent>();
        while (seen.Count == 0 || seen[^1].MessageId != "m-29")
            seen.AddRange(await reader.NextAsync("message", 1));
        Assert.InRange(seen.Count, 10, 29);
        Assert.EndsWith(".30", seen[^1].Id[..seen[^1].Id.LastIndexOf('.')], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheStreamIsNoRequestOfTheLogAndShowsNoHeader()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.SendAsync("m-1");
        using var reader = await EventReader.OpenAsync(running.DataPlane);
        var key = Convert.ToBase64String(Encoding.UTF8.GetBytes(running.DataPlane.WriteKey + ":"));
        for (var lines = 0; lines < 14; lines++)
        {
            var line = await reader.NextLineAsync();
            Assert.DoesNotContain(key, line, StringComparison.Ordinal);
            Assert.DoesNotContain(running.DataPlane.WriteKey, line, StringComparison.Ordinal);
        }

        Assert.Equal("/v1/batch", Assert.Single(running.DataPlane.Requests).Path);
    }

    static async Task<int> LastAsync(EventReader reader, Func<System.Text.Json.JsonElement, int> read)
    {
        int value;
        do
            value = read((await reader.NextAsync("state", 1))[0].Data);
        while (value > 0);
        return value;
    }
}
