using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace RudderStack.Local.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task AStatusIsAnsweredAsOftenAsAskedAndNothingIsStored()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Times = 2, Status = 503, Headers = { ["Retry-After"] = "7" }, Body = "busy" });

        foreach (var id in new[] { "m-1", "m-2" })
        {
            using var failed = await running.SendAsync(id);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), failed.Headers.RetryAfter?.Delta);
            Assert.Equal("busy", await failed.Content.ReadAsStringAsync());
        }

        using var answer = await running.SendAsync("m-3");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["m-3"], running.StoredIds());
        Assert.Equal(0, running.DataPlane.Faults.Count);
    }

    [Theory]
    [InlineData(500, "Internal Server Error\n")]
    [InlineData(429, "Too Many Requests\n")]
    [InlineData(202, "ok")]
    [InlineData(204, "")]
    public async Task AStatusWithoutABodyHasItsStandardText(int status, string body)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = status });
        using var answer = await running.SendAsync("m-1");
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task RulesApplyInTheOrderInWhichTheyWereAdded()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = 500 });
        running.DataPlane.Faults.Add(new Fault { Status = 429 });
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await running.SendAsync("m-1");
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([500, 429, 200], statuses);
    }

    [Fact]
    public async Task APermanentFaultStaysUntilCleared()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Times = Fault.Unlimited, Status = 500 });
        for (var i = 0; i < 5; i++)
        {
            using var failed = await running.SendAsync("m-1");
            Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        }

        running.DataPlane.Faults.Clear();
        using var answer = await running.SendAsync("m-1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task AFaultCanStoreAndThenFail()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = 500, Store = true });
        using var answer = await running.SendAsync("m-1");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(["m-1"], running.StoredIds());
    }

    [Theory]
    [InlineData(ConnectionCut.BeforeReading, false)]
    [InlineData(ConnectionCut.AfterStoring, true)]
    public async Task ACutBeforeTheAnswerLeavesTheClientWithoutOne(ConnectionCut cut, bool isStored)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { CutConnection = cut });
        await Assert.ThrowsAsync<HttpRequestException>(() => running.SendAsync("m-1"));
        Assert.Equal(isStored ? ["m-1"] : [], running.StoredIds());
        Assert.Null(Assert.Single(running.DataPlane.Requests).Status);
    }

    [Theory]
    [InlineData(null, 200, "o", true)]
    [InlineData(503, 503, "Service Un", false)]
    public async Task ACutInTheAnswerComesAfterItsHeadersAndHalfItsBody(int? status, int seen, string half, bool isStored)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = status, CutConnection = ConnectionCut.InAnswer });
        var answer = await RawHttp.PostAsync(running.DataPlane, Running.Batch("m-1"));
        Assert.StartsWith($"HTTP/1.1 {seen} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + half, answer, StringComparison.Ordinal);
        Assert.Equal(isStored ? ["m-1"] : [], running.StoredIds());
    }

    [Theory]
    [InlineData(500, "4", "4", "busy")]
    [InlineData(500, "3", "3", "bus")]
    [InlineData(500, "0", "0", "")]
    [InlineData(500, "5", "5", "busy")]
    [InlineData(500, "9223372036854775807", "9223372036854775807", "busy")]
    [InlineData(204, "0", null, "")]
    [InlineData(204, "4", null, "")]
    [InlineData(205, "4", null, "")]
    [InlineData(304, "4", "4", "")]
    public async Task AContentLengthIsAnnouncedAsItIs(int status, string length, string? announced, string body)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = status, Body = "busy", Headers = { ["content-length"] = length, ["Connection"] = "close" } });
        var answer = await RawHttp.PostAsync(running.DataPlane, Running.Batch("m-1"));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + body, answer, StringComparison.Ordinal);
        if (announced is not null)
            Assert.Contains($"Content-Length: {announced}\r\n", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    [InlineData(599)]
    public async Task AnyStatusIsAnswered(int status)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = status, Body = "body" });
        using var answer = await running.SendAsync("m-1");
        Assert.Equal(status, (int)answer.StatusCode);
        using var next = await running.SendAsync("m-2");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(status, running.DataPlane.Requests[0].Status);
    }

    [Fact]
    public async Task AHangLastsUntilTheClientLeaves()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Hang = true });
        using var leaving = new CancellationTokenSource();
        var waiting = running.SendAsync("m-1", leaving.Token);
        await Eventually.IsTrueAsync(() => running.DataPlane.Requests.Count == 1);
        Assert.False(waiting.IsCompleted);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        using var answer = await running.SendAsync("m-2");
        Assert.Equal(["m-2"], running.StoredIds());
    }

    [Fact]
    public async Task DisposalEndsHangs()
    {
        var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Hang = true });
        var waiting = running.SendAsync("m-1");
        await Eventually.IsTrueAsync(() => running.DataPlane.Requests.Count == 1);
        await running.DataPlane.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
        await running.DisposeAsync();
    }

    [Fact]
    public async Task ADelayComesBeforeStoringAndAnswering()
    {
        var time = new FakeTimeProvider();
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { TimeProvider = time });
        running.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromSeconds(5) });
        var waiting = running.SendAsync("m-1");
        await Eventually.IsTrueAsync(() => running.DataPlane.Requests.Count == 1);
        Assert.Empty(running.DataPlane.Messages);
        Assert.False(waiting.IsCompleted);

        // The request is logged just before its delay begins; advancing until the answer comes covers both orders.
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return waiting.IsCompleted;
        });
        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["m-1"], running.StoredIds());
    }

    [Fact]
    public async Task AFaultForAMessageSparesOtherRequests()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault
        {
            Times = Fault.Unlimited,
            Status = 400,
            WhenMessage = message => message.GetProperty("messageId").GetString() == "bad",
        });
        using var spared = await running.SendAsync("m-1", "m-2");
        using var failed = await running.SendAsync("m-3", "bad");
        Assert.Equal(HttpStatusCode.OK, spared.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, failed.StatusCode);
        Assert.Equal(["m-1", "m-2"], running.StoredIds());
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task AProxyRefusesBodiesOverItsLimitAsTheyCome(int over, HttpStatusCode status)
    {
        await using var running = await Running.StartAsync();
        var body = GzipBytes.Of(Running.Batch("m-1", "m-2", "m-3"));
        running.DataPlane.Faults.Add(Fault.BodyLimit(body.Length - over));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var answer = await running.PostAsync("/v1/batch", body, ("Content-Encoding", "gzip"));
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(over > 0, (await answer.Content.ReadAsStringAsync()).Contains("<h1>413 Request Entity Too Large</h1>", StringComparison.Ordinal));
            Assert.Equal(over > 0 ? "text/html" : "text/plain", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(over > 0 ? 0 : 6, running.DataPlane.Count);
    }

    [Theory]
    [InlineData("m-2", HttpStatusCode.Forbidden)]
    [InlineData("M-2", HttpStatusCode.OK)]
    [InlineData("m-4", HttpStatusCode.OK)]
    public async Task AFirewallRefusesBodiesForTheirText(string text, HttpStatusCode status)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(Fault.Firewall(text));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var answer = await running.PostAsync("/v1/batch", GzipBytes.Of(Running.Batch("m-1", "m-2")), ("Content-Encoding", "gzip"));
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(status == HttpStatusCode.OK ? "text/plain" : "text/html", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(status == HttpStatusCode.OK ? 4 : 0, running.DataPlane.Count);
    }

    [Fact]
    public async Task AFaultWithoutAPathSparesClusterInfo()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.NodeCount = 1;
        running.DataPlane.Faults.Add(new Fault { Status = 500 });
        using var info = await running.GetAsync("/cluster-info");
        using var batch = await running.SendAsync("m-1");
        Assert.Equal(HttpStatusCode.OK, info.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, batch.StatusCode);
    }

    [Fact]
    public async Task AFaultWithAPathSparesOtherPaths()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.NodeCount = 1;
        running.DataPlane.Faults.Add(new Fault { Status = 500, Path = "/cluster-info" });
        using var batch = await running.SendAsync("m-1");
        using var info = await running.GetAsync("/cluster-info");
        Assert.Equal(HttpStatusCode.OK, batch.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, info.StatusCode);
    }

    [Fact]
    public async Task ThereAreAtMostTenThousandFaults()
    {
        await using var running = await Running.StartAsync();
        for (var i = 0; i < FaultRules.Most; i++)
            running.DataPlane.Faults.Add(new Fault { Status = 503 });
        Assert.Throws<ArgumentException>(() => running.DataPlane.Faults.Add(new Fault { Status = 503 }));
        using var answer = await running.SendAsync("m-1");
        running.DataPlane.Faults.Add(new Fault { Status = 503 });
        Assert.Equal(10_000, running.DataPlane.Faults.Count);
    }

    public static TheoryData<string, Fault> Contradictions => new()
    {
        { "Times", new Fault { Times = 0, Status = 500 } },
        { "Status", new Fault { Status = 199 } },
        { "Status", new Fault { Status = 600 } },
        { "Status", new Fault { Status = 500, Hang = true } },
        { "Body", new Fault { Body = "x" } },
        { "Delay", new Fault { Delay = TimeSpan.FromTicks(-1) } },
        { "Hang", new Fault { Hang = true, CutConnection = ConnectionCut.InAnswer } },
        { "BeforeReading", new Fault { CutConnection = ConnectionCut.BeforeReading, Store = true } },
        { "BeforeReading", new Fault { CutConnection = ConnectionCut.BeforeReading, WhenMessage = _ => true } },
        { "WhenBodyOver", new Fault { Status = 413, WhenBodyOver = -1 } },
        { "WhenBodyHolds", new Fault { Status = 403, WhenBodyHolds = "" } },
        { "BeforeReading", new Fault { CutConnection = ConnectionCut.BeforeReading, WhenBodyOver = 1 } },
        { "BeforeReading", new Fault { CutConnection = ConnectionCut.BeforeReading, WhenBodyHolds = "a" } },
        { "Path", new Fault { Status = 500, Path = "v1/batch" } },
        { "header", new Fault { Status = 500, Headers = { ["A B"] = "x" } } },
        { "header", new Fault { Status = 500, Headers = { ["A"] = "x\r\ny" } } },
        { "header", new Fault { Status = 500, Headers = { ["A"] = "é" } } },
        { "whole number", new Fault { Status = 500, Headers = { ["Content-Length"] = "-1" } } },
        { "whole number", new Fault { Status = 500, Headers = { ["content-length"] = "1, 1" } } },
        { "Transfer-Encoding", new Fault { Status = 500, Headers = { ["Transfer-Encoding"] = "chunked" } } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task AFaultThatContradictsItselfIsRefused(string named, Fault fault)
    {
        await using var running = await Running.StartAsync();
        var exception = Assert.Throws<ArgumentException>(() => running.DataPlane.Faults.Add(fault));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, running.DataPlane.Faults.Count);
    }
}
