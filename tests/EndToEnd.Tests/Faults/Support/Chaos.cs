using System.Collections.Concurrent;
using RudderStack.Local;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>Spoils a data plane in one way after another, chosen by a seed.</summary>
sealed class Chaos
{
    static readonly TimeSpan TooLong = TimeSpan.FromMinutes(1);

    readonly LocalDataPlane _dataPlane;
    readonly JumpingClock _clock;
    readonly Random _random;
    readonly ConcurrentDictionary<string, int> _kinds = new();
    int _outages;

    public Chaos(LocalDataPlane dataPlane, JumpingClock clock, int seed)
    {
        _dataPlane = dataPlane;
        _clock = clock;
        _random = new Random(seed);
    }

    /// <summary>How often each kind of fault was set.</summary>
    public string Summary => string.Join(", ", _kinds.OrderBy(kind => kind.Key).Select(kind => $"{kind.Key} {kind.Value}"));

    /// <summary>Sets a fault and gives the time until the next.</summary>
    public async Task<TimeSpan> StrikeAsync()
    {
        var some = 1 + _random.Next(6);
        switch (_random.Next(18))
        {
            case 0: Fault("503", new Fault { Status = 503, Times = 2 * some }); break;
            case 1: Fault("429", new Fault { Status = 429, Times = some }); break;
            case 2: Fault("429 with seconds", new Fault { Status = 429, Headers = { ["Retry-After"] = "1" } }); break;
            case 3: Fault("429 with date", new Fault { Status = 429, Headers = { ["Retry-After"] = _clock.GetUtcNow().AddSeconds(1).ToString("R") } }); break;
            case 4: Fault("hang", new Fault { Hang = true, Times = some }); break;
            case 5: Fault("store and hang", new Fault { Hang = true, Store = true, Times = some }); break;
            case 6: Fault("store and answer late", new Fault { Delay = TooLong, Store = true, Times = some }); break;
            case 7: Fault("store and 500", new Fault { Status = 500, Store = true, Times = some }); break;
            case 8: Fault("reset", new Fault { CutConnection = ConnectionCut.BeforeReading, Times = some }); break;
            case 9: Fault("reset after storing", new Fault { CutConnection = ConnectionCut.AfterStoring, Times = some }); break;
            case 10: Fault("half an answer", new Fault { CutConnection = ConnectionCut.InAnswer, Status = 503, Store = some % 2 == 0, Times = some }); break;
            case 11: Fault("slow answer", new Fault { Delay = TimeSpan.FromMilliseconds(50), Store = true, Times = some }); break;
            case 12: Fault("refused key", new Fault { Status = 401, Times = some }); break;
            case 13: Fault("redirect", new Fault { Status = 302, Headers = { ["Location"] = "/elsewhere" } }); break;
            case 14: Count("node count"); _dataPlane.NodeCount = 1 + _random.Next(4); break;
            case 15: Count("clock jump"); _clock.Offset = TimeSpan.FromHours(_random.Next(-5_000, 5_000)); break;
            case 16: return await OutageAsync("refused connections", _dataPlane.StopListeningAsync, StartListeningAsync);
            default: return await OutageAsync("store error", Set("no space left"), Set(null));
        }

        return TimeSpan.FromMilliseconds(100 + _random.Next(600));
    }

    /// <summary>Makes the data plane well again, but for the messages that it refuses.</summary>
    public void End()
    {
        _dataPlane.Faults.Clear();
        AddRefusals();
    }

    /// <summary>Makes the data plane refuse the messages that are marked as bad. They come first, so they are always refused.</summary>
    public void AddRefusals() => _dataPlane.Faults.Add(new Fault
    {
        Status = 400,
        Times = RudderStack.Local.Fault.Unlimited,
        WhenMessage = message => message.TryGetProperty("event", out var name) && name.GetString() == "Bad",
    });

    Func<Task> Set(string? storeError) => () =>
    {
        _dataPlane.StoreError = storeError;
        return Task.CompletedTask;
    };

    void Fault(string kind, Fault fault)
    {
        Count(kind);
        _dataPlane.Faults.Add(fault);
    }

    void Count(string kind) => _kinds.AddOrUpdate(kind, 1, (_, count) => count + 1);

    // The first and every sixth is longer than the sink's patience.
    async Task<TimeSpan> OutageAsync(string kind, Func<Task> begin, Func<Task> end)
    {
        Count(kind);
        await begin();
        await Task.Delay(TimeSpan.FromMilliseconds(_outages++ % 6 == 0 ? 3_000 : 300));
        await end();
        return TimeSpan.FromMilliseconds(500);
    }

    async Task StartListeningAsync()
    {
        while (true)
        {
            try
            {
                await _dataPlane.StartListeningAsync();
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
