using System.Diagnostics;

namespace Benchmarks.Server;

/// <summary>The server's counters; connections add to them at the same time.</summary>
sealed class ServerCounts
{
    readonly Lock _lock = new();
    long _requests;
    long _events;
    long _bytes;
    long _refused;
    long _orderFaults;
    long _first;
    long _last;

    public void Arrived()
    {
        lock (_lock)
        {
            if (_first == 0)
                _first = Stopwatch.GetTimestamp();
        }
    }

    public void Received(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Accepted(int events, int orderFaults)
    {
        lock (_lock)
        {
            _requests++;
            _events += events;
            _orderFaults += orderFaults;
            _last = Stopwatch.GetTimestamp();
        }
    }

    public void Refused() => Interlocked.Increment(ref _refused);

    public ServerReport Read()
    {
        lock (_lock)
        {
            var seconds = _last == 0 ? 0 : Stopwatch.GetElapsedTime(_first, _last).TotalSeconds;
            return new ServerReport(_requests, _events, Interlocked.Read(ref _bytes), Interlocked.Read(ref _refused), _orderFaults, seconds);
        }
    }
}
