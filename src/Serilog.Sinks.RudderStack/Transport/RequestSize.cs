using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>How much one lane sends at once: what is configured, or the size that last passed a smaller limit on the way.</summary>
/// <remarks>
/// A proxy's limit on the body's size (413), and a rate limit whose burst is smaller than a batch (429 for ever), would
/// otherwise be found anew for each batch. After a minute without a refusal twice as much is tried again; when that is
/// refused, the next try waits twice as long.
/// </remarks>
sealed class RequestSize
{
    static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    readonly TimeProvider _timeProvider;
    readonly int _maxBytes;
    readonly int _maxEvents;
    readonly Limit _bytes;
    readonly Limit _events;

    public RequestSize(SinkSettings settings)
    {
        _timeProvider = settings.TimeProvider;
        _maxBytes = settings.MaxBatchBytes;
        _maxEvents = settings.BatchSize;
        _bytes = new Limit(_maxBytes);
        _events = new Limit(_maxEvents);
    }

    /// <summary>The number of messages, from the first on, that go into one request; at least one.</summary>
    public int Cut(ReadOnlySpan<QueuedMessage> messages)
    {
        var most = Math.Min(messages.Length, _events.Value);
        var bytes = Payload.EnvelopeLength + messages[0].Length;
        var count = 1;
        while (count < most && (bytes += Payload.SeparatorLength + messages[count].Length) <= _bytes.Value)
            count++;
        return count;
    }

    /// <summary>A request of this size was too large: half of it is the most from now on.</summary>
    public void TooLarge(int bytes) => _bytes.Lower(Math.Max(1, bytes / 2), _timeProvider.GetTimestamp());

    /// <summary>A rate limit lets no request with so many events through: half as many are the most from now on.</summary>
    public void RateLimited(int events) => _events.Lower(Math.Max(1, events / 2), _timeProvider.GetTimestamp());

    /// <summary>A request passed.</summary>
    /// <returns>The limit that it showed, if it is the first since one was lowered: the report of it is due.</returns>
    public SizeLimit? Passed()
    {
        var now = _timeProvider.GetTimestamp();
        var found = _bytes.Passed() ? new SizeLimit(_bytes.Value, Events: null)
            : _events.Passed() ? new SizeLimit(Bytes: null, _events.Value)
            : default(SizeLimit?);
        _bytes.Raise(_timeProvider, now);
        _events.Raise(_timeProvider, now);
        return found;
    }

    sealed class Limit
    {
        readonly int _configured;
        TimeSpan _wait = FirstWait;
        long _since;
        bool _isNew;
        bool _isTrial;

        public Limit(int configured) => Value = _configured = configured;

        public int Value { get; private set; }

        public void Lower(int value, long now)
        {
            if (_isTrial)
                _wait = TimeSpan.FromTicks(Math.Min(_wait.Ticks * 2, LongestWait.Ticks));

            // What a trial refused was known already.
            _isNew = !_isTrial;
            _isTrial = false;
            Value = Math.Min(Value, value);
            _since = now;
        }

        public bool Passed()
        {
            var isNew = _isNew;
            _isNew = false;
            return isNew;
        }

        public void Raise(TimeProvider timeProvider, long now)
        {
            if ((Value == _configured && !_isTrial) || timeProvider.GetElapsedTime(_since, now) < _wait)
                return;

            // What is configured has passed for a while: the limit is gone.
            _isTrial = Value != _configured;
            if (!_isTrial)
                _wait = FirstWait;
            Value = (int)Math.Min(Value * 2L, _configured);
            _since = now;
        }
    }
}

/// <summary>A limit on the way to the data plane that is below what is configured.</summary>
/// <param name="Bytes">The uncompressed bytes of a request that pass, if they are limited.</param>
/// <param name="Events">The events of a request that pass, if they are limited.</param>
readonly record struct SizeLimit(int? Bytes, int? Events);
