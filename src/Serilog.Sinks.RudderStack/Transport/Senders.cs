using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Sends while there is work, on up to <see cref="RudderStackSinkOptions.MaxConcurrentRequests"/> threads of its own.</summary>
/// <remarks>
/// <para>
/// A thread of its own waits for the answer in the system, where a request that is awaited passes through three threads,
/// each of which spins for a while before it sleeps. It also goes on delivering, over a connection that is open, while the
/// program starves its thread pool.
/// </para>
/// <para>
/// Threads start when there is work for them and then stay, asleep, until <see cref="Stop"/>. What a batch awaits
/// (a retry, a user's HTTP handler) goes on in the thread pool, while its thread waits for the end of the batch.
/// </para>
/// </remarks>
sealed class Senders
{
    readonly SendQueue _queue;
    readonly Func<BatchSender> _createSender;
    readonly StopSignal _stop;
    readonly int _maxIdle;

    // Guards what follows.
    readonly object _lock = new();
    int _idle;
    int _wakes;
    bool _stopped;

    public Senders(SendQueue queue, Func<BatchSender> createSender, int maxConcurrentRequests, StopSignal stop)
    {
        _queue = queue;
        _createSender = createSender;
        _maxIdle = maxConcurrentRequests;
        _stop = stop;
    }

    /// <summary>How a thread is started; a test takes its place.</summary>
    internal Action<Action> StartThread { get; init; } = SenderThread.Start;

    /// <summary>Tells that there may be work. Returns at once.</summary>
    /// <returns>False when there is work, nobody at it, and the system has no room for a thread: to be told again later.</returns>
    public bool Wake()
    {
        if (!_queue.TryStartSender())
            return true;

        lock (_lock)
        {
            if (_idle > 0)
            {
                _idle--;
                _wakes++;
                Monitor.Pulse(_lock);
                return true;
            }
        }

        try
        {
            StartThread(Run);
            return true;
        }
        catch (Exception)
        {
            // Those at work take what is due, each when it has settled its batch.
            return _queue.CancelSender();
        }
    }

    /// <summary>Ends the idle threads; the others end when they run out of work.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    void Run()
    {
        BatchSender sender;
        try
        {
            sender = _createSender();
        }
        catch (Exception)
        {
            // Short of memory. What is due is sent when the next batch is.
            _queue.CancelSender();
            return;
        }

        var batch = new Batch();
        do
            SendAll(sender, batch);
        while (WaitForWake());
    }

    void SendAll(BatchSender sender, Batch batch)
    {
        while (!_stop.IsOver && _queue.TryTake(batch, out var more))
        {
            if (more)
                Wake();
            Blocking.Wait(sender.SendAsync(batch.Messages));
        }
    }

    // False ends the thread. A thread between its last batch and this can be one too many, since Wake does not see it.
    bool WaitForWake()
    {
        lock (_lock)
        {
            if (_idle == _maxIdle)
                return false;

            _idle++;
            while (_wakes == 0 && !_stopped)
                Monitor.Wait(_lock);
            if (_wakes == 0)
                return false;

            _wakes--;
            return true;
        }
    }
}
