using System.Diagnostics;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Proxy;

/// <summary>Behind a real proxy, with the limits that operators set: all arrives once and in order, at a bounded cost.</summary>
public sealed class NginxTests : EndToEndTest
{
    const int Users = 40;

    static readonly TimeSpan ReloadInterval = TimeSpan.FromSeconds(0.4);

    readonly ITestOutputHelper _output;
    readonly List<(string User, string Id)> _logged = [];
    readonly Random _random = new(11);
    Nginx? _nginx;

    public NginxTests(ITestOutputHelper output) => _output = output;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_nginx is not null)
            await _nginx.DisposeAsync();
    }

    [NginxTheory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task ConnectionsThatLiveForSevenRequests(int lanes)
    {
        var log = await CreateLoggerBehindAsync("keepalive_requests 7;", options => (options.BatchSize, options.MaxConcurrentRequests) = (10, lanes));
        Log(log, 2_000);
        await FlushAsync();

        AssertDeliveredOnceInOrder(lanes);
        var requests = await ReadRequestsAsync();
        Assert.All(requests, request => Assert.Equal(200, request.Status));
        Assert.Equal(7, requests.Max(request => request.Number));
    }

    [NginxFact]
    public async Task ConnectionsThatLiveForOneIdleSecond()
    {
        var log = await CreateLoggerBehindAsync("keepalive_timeout 1s;", options => options.BatchSize = 10);

        // Around the second, where the proxy closes while the client begins to send. It is nginx's clock, so it passes.
        foreach (var idle in (int[])[0, 900, 980, 1_000, 1_020, 1_100, 990, 1_010])
        {
            await Task.Delay(idle);
            Log(log, 25);
            await FlushAsync();
        }

        AssertDeliveredOnceInOrder();
        var requests = await ReadRequestsAsync();
        Assert.All(requests, request => Assert.Equal(200, request.Status));
        Assert.InRange(requests.Select(request => request.Connection).Distinct().Count(), 3, 9);
    }

    [NginxTheory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(false, 4)]
    public async Task BodiesOfAtMostEightKilobytes(bool disableGzip, int lanes)
    {
        var log = await CreateLoggerBehindAsync("client_max_body_size 8k;", options =>
        {
            options.DisableGzip = disableGzip;
            options.MaxConcurrentRequests = lanes;
            options.BatchSize = 100;
        });
        Log(log, disableGzip ? 6_000 : 9_000, textLength: 400);
        await FlushAsync();

        AssertDeliveredOnceInOrder(lanes);
        var refused = await CountRefusedAsync(413, atLeast: 1);
        Assert.InRange(DataPlane.Requests.Count, 300, 1_500);
        Assert.InRange(refused, 1, 40);
    }

    [NginxFact]
    public async Task AMessageThatNoProxyOfEightKilobytesTakesCostsItselfOnly()
    {
        var log = await CreateLoggerBehindAsync("client_max_body_size 8k;", options => (options.DisableGzip, options.BatchSize) = (true, 100));
        Log(log, 1_030, textLength: 400);
        log.Track("user-0", "Too large", new { Text = RandomText(10_000) }, messageId: "too-large");
        Log(log, 1_070, textLength: 400);
        await FlushAsync();

        var dropped = Assert.Single(Dropped);
        Assert.Equal(("too-large", DropReason.Rejected), (dropped.MessageId, dropped.Reason));
        AssertDeliveredOnceInOrder();

        // It alone is no reason to send little from then on: some fifteen messages fit.
        Assert.InRange(DataPlane.Requests.Count, 100, 400);
        Assert.InRange(await CountRefusedAsync(413, atLeast: 1), 1, 40);
    }

    [NginxTheory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task TwentyRequestsPerSecondAnd503ForTheRest(int lanes)
    {
        const int Batches = 40;
        var log = await CreateLoggerBehindAsync(
            "limit_req_zone $binary_remote_addr zone=all:1m rate=20r/s; limit_req zone=all;",
            options => (options.BatchSize, options.MaxConcurrentRequests) = (50, lanes));
        Log(log, Batches * 50);
        await FlushAsync();

        AssertDeliveredOnceInOrder(lanes);
        Assert.InRange(await CountRefusedAsync(503, atLeast: 1), 1, 4 * Batches);
    }

    [NginxFact]
    public async Task AnUpstreamThatIsDownForAWhile()
    {
        var log = await CreateLoggerBehindAsync("", options => options.BatchSize = 50);
        Log(log, 500);
        await FlushAsync();

        await DataPlane.StopListeningAsync();
        Log(log, 1_000);
        var flush = FlushAsync();
        await SoonEnough.IsTrueAsync(() => _nginx!.ReadRequests().Count(request => request.Status == 502) >= 5);
        await StartListeningAsync();
        Log(log, 500);
        await flush;
        await FlushAsync();

        AssertDeliveredOnceInOrder();

        // Five were waited for. One queue behind one failing batch is one attempt at a time.
        Assert.InRange(await CountRefusedAsync(502, atLeast: 5), 5, 10);
    }

    [NginxTheory]
    [InlineData("/rudder", null)]
    [InlineData("/rudder/", null)]
    [InlineData("/rudder/v1/batch", null)]
    [InlineData("/rudder", 3)]
    public async Task APrefixPath(string end, int? nodes)
    {
        DataPlane.NodeCount = nodes;
        _nginx = await Nginx.StartAsync(DataPlane.Url, location: "/rudder/");
        var log = CreateLogger(options => options.BatchSize = 50, url: _nginx.Url + end);
        Log(log, 500);
        await FlushAsync();

        AssertDeliveredOnceInOrder(lanes: nodes ?? 1);
        Assert.All(DataPlane.Requests, request => Assert.Contains(request.Path, (string[])["/v1/batch", "/cluster-info"]));
        Assert.Equal(nodes is null ? 0 : 1, DataPlane.Requests.Count(request => request.Path == "/cluster-info"));
    }

    [NginxTheory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task AReloadAgainAndAgainUnderLoad(int lanes)
    {
        const int Reloads = 15;
        var log = await CreateLoggerBehindAsync("", options =>
        {
            options.BatchSize = 20;
            options.MaxConcurrentRequests = lanes;
            options.Interval = TimeSpan.FromMilliseconds(50);
        });
        var clock = Stopwatch.StartNew();
        var reloading = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(ReloadInterval);
            for (var i = 0; i < Reloads && await timer.WaitForNextTickAsync(); i++)
                await _nginx!.ReloadAsync();
        });
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!reloading.IsCompleted && await pace.WaitForNextTickAsync())
            Log(log, 25);
        await reloading;
        await FlushAsync();

        _output.WriteLine($"{_logged.Count} events, {DataPlane.Requests.Count} requests, {Reloads} reloads in {clock.Elapsed}; {Meter.Retried} messages sent again.");
        AssertDeliveredOnceInOrder(lanes);
        Assert.All(await ReadRequestsAsync(), request => Assert.Equal(200, request.Status));

        // Of each connection that a reload ends, at most one request meets its end.
        Assert.InRange(Meter.Retried, 0, Reloads * lanes * 20);
    }

    async Task<Logger> CreateLoggerBehindAsync(string http, Action<RudderStackSinkOptions> configure)
    {
        _nginx = await Nginx.StartAsync(DataPlane.Url, http);
        return CreateLogger(
            options =>
            {
                // The waits that users have.
                options.RetryAfter = null;
                configure(options);
            },
            url: _nginx.Url);
    }

    void Log(Logger log, int count, int textLength = 20)
    {
        for (var i = 0; i < count; i++)
        {
            var (user, id) = ($"user-{_random.Next(Users)}", $"{_logged.Count:D7}");
            _logged.Add((user, id));
            log.Track(user, "Order Completed", new { Text = RandomText(textLength) }, messageId: id);
        }
    }

    // So that gzip does not make the sizes meaningless.
    string RandomText(int length) => string.Create(length, _random, static (text, random) => random.GetHexString(text, lowercase: true));

    // With one lane in the order of logging; with several in that of each user.
    void AssertDeliveredOnceInOrder(int lanes = 1)
    {
        var stored = DataPlane.Messages.Select(message => (User: message.GetProperty("userId").GetString()!, Id: message.GetProperty("messageId").GetString()!)).ToArray();
        Assert.Equal(_logged.OrderBy(message => message.Id, StringComparer.Ordinal), stored.OrderBy(message => message.Id, StringComparer.Ordinal));
        foreach (var user in stored.GroupBy(message => message.User))
            Assert.Equal(user.OrderBy(message => message.Id, StringComparer.Ordinal), user);
        if (lanes == 1)
            Assert.Equal(_logged, stored);
    }

    /// <summary>The proxy's log, once it has all that the data plane has answered.</summary>
    async Task<IReadOnlyList<ProxiedRequest>> ReadRequestsAsync()
    {
        var accepted = DataPlane.Requests.Count;
        await SoonEnough.IsTrueAsync(() => _nginx!.ReadRequests().Count(request => request.Status == 200) >= accepted);
        return _nginx!.ReadRequests();
    }

    async Task<int> CountRefusedAsync(int status, int atLeast)
    {
        var requests = await ReadRequestsAsync();
        await SoonEnough.IsTrueAsync(() => _nginx!.ReadRequests().Count(request => request.Status == status) >= atLeast);
        var refused = _nginx!.ReadRequests().Count(request => request.Status == status);
        _output.WriteLine($"{requests.Count} requests, {refused} of them refused with {status}; the data plane took {DataPlane.Requests.Count}.");
        Assert.All(requests, request => Assert.Contains(request.Status, (int[])[200, status]));
        return refused;
    }

    async Task StartListeningAsync()
    {
        while (true)
        {
            try
            {
                await DataPlane.StartListeningAsync();
                return;
            }
            catch (IOException)
            {
                // A program has taken the port for an outgoing connection; it will give it back.
                await Task.Delay(10);
            }
        }
    }
}
