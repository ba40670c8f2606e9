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

    public void Reset()
    {
        lock (_lock)
            (_requests, _events, _bytes, _refused, _orderFaults, _first, _last) = (0, 0, 0, 0, 0, 0, 0);
    }

    public void Arrived()
    {
        lock (_lock)
        {
            if (_first == 0)
                _first = Stopwatch.GetTimestamp();
        }
    }

    public void Received(int bytes)
    {
        lock (_lock)
            _bytes += bytes;
    }

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

    public void Refused()
    {
        lock (_lock)
            _refused++;
    }

    public ServerReport Read()
    {
        lock (_lock)
        {
            var seconds = _last == 0 ? 0 : Stopwatch.GetElapsedTime(_first, _last).TotalSeconds;
            return new ServerReport(_requests, _events, _bytes, _refused, _orderFaults, seconds);
        }
    }
}

/// <summary>What the server has seen since it was last reset.</summary>
/// <param name="Requests">Requests answered with success.</param>
/// <param name="Events">Events in them.</param>
/// <param name="Bytes">Everything that came, request lines and headers included, after decryption.</param>
/// <param name="Refused">Requests that could not be understood.</param>
/// <param name="OrderFaults">Events of a user that did not come after the ones before, or came while a request with others was open.</param>
/// <param name="Seconds">From the first request's arrival to the last answer.</param>
sealed record ServerReport(long Requests, long Events, long Bytes, long Refused, long OrderFaults, double Seconds)
{
    public double EventsPerSecond => Seconds == 0 ? 0 : Events / Seconds;
}
