using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.PeriodicBatching;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack;

/// <summary>The sink: recognises analytics events, maps and admits them on the caller's thread, and owns what runs behind.</summary>
/// <remarks>
/// The way of a message: <see cref="MessageMapper"/> writes it; the <see cref="Ledger"/> admits it and hands it to the
/// <see cref="SendQueue"/>; when that holds a full batch, or when <see cref="PeriodicBatchingSink"/> says that the interval is
/// over, the <see cref="Senders"/> take it; the <see cref="DeliveryJournal"/> settles it with the ledger.
/// </remarks>
sealed class RudderStackSink : ILogEventSink, ISetLoggingFailureListener, IDisposable, IAsyncDisposable
{
    // What disposal may take beyond ShutdownTimeout: for a starved thread pool, or a callback that does not come back.
    static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    readonly MessageMapper _mapper;
    readonly Ledger _ledger;
    readonly Announcer _announcer;
    readonly SelfLogReports _reports;
    readonly DeliveryJournal _journal;
    readonly DataPlaneClient _client;
    readonly StopSignal _stop;
    readonly SendQueue _queue;
    readonly Senders _senders;
    readonly PeriodicBatchingSink _batching;
    readonly Lazy<Task> _shutdown;
    readonly int _largestMessage;

    public RudderStackSink(SinkSettings settings)
    {
        Settings = settings;
        _mapper = new MessageMapper(settings);
        _reports = new SelfLogReports(settings.TimeProvider);
        _announcer = new Announcer(this, settings, _reports);
        _queue = new SendQueue(settings.BatchSize, settings.MaxBatchBytes, settings.MaxConcurrentRequests);
        _ledger = new Ledger(settings.QueueLimit, settings.QueueLimitBytes, handOver: _queue.Add);
        _largestMessage = QueuedMessage.MemoryFor(MessagePool.CapacityFor(settings.MaxMessageBytes));
        _journal = new DeliveryJournal(settings, _ledger, _announcer, _reports);
        _client = new DataPlaneClient(settings);
        _stop = new StopSignal(settings.TimeProvider, settings.ShutdownTimeout);
        var nodes = new NodeCount();
        _senders = new Senders(_queue, () => new BatchSender(settings, _client, nodes, _journal, _stop), settings.MaxConcurrentRequests, _stop);
        _batching = IntervalBatches.Every(settings.Interval, _queue, WakeSenders);
        _shutdown = new Lazy<Task>(ShutDown);
        LiveSinks.Add(this);
    }

    internal SinkSettings Settings { get; }

    internal int Pending => _ledger.Pending;

    internal long PendingBytes => _ledger.PendingBytes;

    public void SetFailureListener(ILoggingFailureListener failureListener) => _announcer.FailureListener = failureListener;

    public void Emit(LogEvent logEvent)
    {
        if (!_mapper.TryRecognise(logEvent, out var type))
            return;

        using var message = _mapper.Map(logEvent, type);
        if (message.Fault is { } fault)
        {
            _journal.Refused(message, logEvent, fault.Reason, fault.Description, fault.Exception);
            return;
        }

        var original = _announcer.FailureListener is null ? null : logEvent;
        var mayWait = Settings.WhenQueueFull == WhenQueueFull.Block && !DeliveryPath.IsCurrent;
        switch (_ledger.Admit(message.Json, message.UserHash, original, mayWait, out var due))
        {
            case Admission.Admitted:
                DeliveryMeter.CountAccepted();
                Schedule(due);

                // Nothing more may fit, so waiting for a batch to fill would be waiting for the interval, and callers with it.
                if (due != Due.Now && _ledger.IsFullFor(_largestMessage))
                    SendAll();
                break;
            case Admission.QueueFull:
                _journal.Refused(message, logEvent, DropReason.QueueFull, "the queue is full; raise QueueLimit or QueueLimitBytes, or set WhenQueueFull to Block.", exception: null);
                break;
            default:
                _journal.Refused(message, logEvent, DropReason.Shutdown, "it was logged after the sink was disposed.", exception: null);
                break;
        }
    }

    /// <summary>Sends what has been accepted, and ends when all of it is settled.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        var settled = _ledger.WhenSettledAsync(cancellationToken);
        SendAll();
        return settled;
    }

    public DeliveryStatistics ReadStatistics() => _ledger.ReadStatistics();

    public void Dispose()
    {
        if (!Blocking.Wait(_shutdown.Value, Settings.ShutdownTimeout + Grace))
            SweepUp();
    }

    public async ValueTask DisposeAsync()
    {
        var shutdown = _shutdown.Value;
        using var enough = new CancellationTokenSource();
        var limit = TimeProvider.System.WaitAsync(Settings.ShutdownTimeout + Grace, enough.Token);
        if (await Task.WhenAny(shutdown, limit).ConfigureAwait(false) != shutdown)
            SweepUp();
        enough.Cancel();
    }

    void Schedule(Due due)
    {
        if (due == Due.Now)
            WakeSenders();
        else if (due == Due.AfterInterval)
            _batching.Emit(IntervalBatches.Ticket);
    }

    // Without waiting for the interval. A ticket that is out stays out.
    void SendAll()
    {
        _queue.ReadyAll(takesTicketBack: false);
        WakeSenders();
    }

    // Never throws: what has been admitted is the sink's, and a log call that failed would be told as lost besides.
    void WakeSenders()
    {
        if (_senders.Wake())
            return;

        _batching.Emit(IntervalBatches.Ticket);
        SelfLogReports.Write("the system has no room for a thread to send on; what waits is tried again after the interval.");
    }

    // In this order: what has been told as dropped must not be sent after all.
    void SweepUp()
    {
        _stop.GiveUp();
        _journal.SweepUp();
    }

    // Runs once, whoever disposes and however often. What needs no other thread does not wait for one of the pool's, which
    // a program that shuts down may have starved.
    Task ShutDown()
    {
        _ledger.Close();
        SendAll();
        return Task.Run(ShutDownAsync);
    }

    // Never throws.
    async Task ShutDownAsync()
    {
        using var limit = Settings.TimeProvider.CancelAfter(Settings.ShutdownTimeout);
        _stop.Begin();
        try
        {
            await _ledger.WhenSettledAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Time is up; what is left is swept up.
        }

        _stop.Abort();
        _journal.SweepUp();
        await _ledger.WhenSettledAsync(CancellationToken.None).ConfigureAwait(false);
        LiveSinks.Remove(this);
        _senders.Stop();
        _client.Dispose();
        _stop.Dispose();
        _reports.Dispose();

        // At the end, because it waits without limit for its loop to get a thread; and awaited, because its Dispose would
        // hold one meanwhile: sinks that are disposed together could take the last threads of a bounded pool.
        await _batching.EndAsync().ConfigureAwait(false);
    }
}
