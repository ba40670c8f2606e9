using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>How much one lane sends at once: what is configured, or the size that last passed a smaller limit on the way.</summary>
/// <remarks>
/// A proxy's limit on the body's size (413), and a rate limit whose burst is smaller than a batch (429 for ever), would
/// otherwise be found anew for each batch. After a minute twice as much is tried again; when that is refused, the next try
/// waits twice as long.
/// </remarks>
sealed class RequestSize
{
    readonly TimeProvider _timeProvider;
    readonly Limit _bytes;
    readonly Limit _events;

    // The requests of several messages that were too large, of the batch.
    readonly List<ReadOnlyMemory<QueuedMessage>> _refused = [];
    int _bytesBefore;
    bool _wasTooLarge;
    bool _wasRateLimited;
    SizeLimit? _found;

    public RequestSize(SinkSettings settings)
    {
        _timeProvider = settings.TimeProvider;
        _bytes = new Limit(settings.MaxBatchBytes);
        _events = new Limit(settings.BatchSize);
    }

    /// <summary>A batch begins.</summary>
    public void Begin()
    {
        _bytesBefore = _bytes.Value;
        _wasTooLarge = _wasRateLimited = false;
        _found = null;
        _refused.Clear();
    }

    /// <summary>The limit that the batch has shown, if it was not known: the report of it is due.</summary>
    public SizeLimit? End() => _found;

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

    /// <summary>A request with several messages was too large; its halves follow.</summary>
    public void TooLarge(ReadOnlyMemory<QueuedMessage> messages)
    {
        _wasTooLarge = true;
        _refused.Add(messages);
    }

    /// <summary>A message was too large by itself, which explains why the requests that held it were: nothing was learned from them.</summary>
    public void TooLargeAlone(ReadOnlyMemory<QueuedMessage> message)
    {
        _wasTooLarge = false;
        _refused.RemoveAll(refused => refused.Span.Overlaps(message.Span));
        if (_refused.Count > 0)
            return;

        _bytes.Value = _bytesBefore;
        if (_found?.Bytes is not null)
            _found = null;
    }

    /// <summary>A rate limit lets no request with so many events through: half as many are the most from now on.</summary>
    public void RateLimited(int events)
    {
        _wasRateLimited = true;
        _events.Lower(Math.Max(1, events / 2), _timeProvider.GetTimestamp());
    }

    /// <summary>A request passed.</summary>
    /// <param name="bytes">Its size before compression.</param>
    public void Passed(int bytes)
    {
        var now = _timeProvider.GetTimestamp();
        if (_wasTooLarge && bytes < _bytes.Value && _bytes.Lower(bytes, now))
            _found = new SizeLimit(bytes, Events: null);
        else if (_wasRateLimited && _events.IsNews)
            _found = new SizeLimit(Bytes: null, _events.Value);
        _wasTooLarge = _wasRateLimited = false;
        _bytes.Raise(_timeProvider, now);
        _events.Raise(_timeProvider, now);
    }

    sealed class Limit
    {
        static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
        static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

        readonly int _configured;
        TimeSpan _wait = FirstWait;
        long _since;
        bool _isTrial;

        public Limit(int configured) => Value = _configured = configured;

        public int Value { get; set; }

        /// <summary>Whether it was unknown when it was last lowered: a trial that fails is no news.</summary>
        public bool IsNews { get; private set; }

        public bool Lower(int value, long now)
        {
            if (_isTrial)
                _wait = TimeSpan.FromTicks(Math.Min(_wait.Ticks * 2, LongestWait.Ticks));
            IsNews = !_isTrial;
            _isTrial = false;
            Value = Math.Min(Value, value);
            _since = now;
            return IsNews;
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

/// <summary>Whether a rate limit (429) only slows down, or will never let a request of this size through.</summary>
/// <remarks>
/// A limit counts events: a batch above its burst is refused for ever. That is taken to be so after ten seconds and at least
/// three refusals in a row; from then on each refusal asks for a smaller request, until one passes. While the sink is disposed
/// three refusals are enough for a request that is larger than any that has passed: ten seconds without an acknowledgement would
/// end the disposal.
/// </remarks>
sealed class RateLimit
{
    const int LeastRefusals = 3;

    static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(10);

    readonly TimeProvider _timeProvider;
    int _largestPassed;
    int _refusals;
    long _since;

    public RateLimit(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>Counts a refusal.</summary>
    /// <param name="events">The events of the request.</param>
    /// <param name="isClosing">Whether the sink is being disposed.</param>
    public bool NeedsSmallerRequests(int events, bool isClosing)
    {
        if (_refusals++ == 0)
            _since = _timeProvider.GetTimestamp();
        return _refusals >= LeastRefusals && ((isClosing && events > _largestPassed) || _timeProvider.GetElapsedTime(_since) >= LeastTime);
    }

    /// <summary>A request passed.</summary>
    /// <param name="events">Its events.</param>
    public void Passed(int events)
    {
        _largestPassed = Math.Max(_largestPassed, events);
        Clear();
    }

    /// <summary>Another batch begins.</summary>
    public void Clear() => _refusals = 0;
}
