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
/// <see cref="SendQueue"/>, and a ticket for it to <see cref="PeriodicBatchingSink"/>; when that says so, the queue presents
/// it to the <see cref="Senders"/>; the <see cref="DeliveryJournal"/> settles it with the ledger.
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
    readonly PeriodicBatchingSink _batching;
    readonly Lazy<Task> _shutdown;

    public RudderStackSink(SinkSettings settings)
    {
        Settings = settings;
        _mapper = new MessageMapper(settings);
        _reports = new SelfLogReports(settings.TimeProvider);
        _announcer = new Announcer(this, settings, _reports);
        _ledger = new Ledger(settings.QueueLimit, settings.QueueLimitBytes, handOver: HandOver);
        _journal = new DeliveryJournal(settings, _ledger, _announcer, _reports);
        _client = new DataPlaneClient(settings);
        _stop = new StopSignal(settings.TimeProvider, settings.ShutdownTimeout);
        var nodes = new NodeCount();
        _queue = new SendQueue(settings.BatchSize, settings.MaxBatchBytes, settings.MaxConcurrentRequests);
        var senders = new Senders(_queue, () => new BatchSender(settings, _client, nodes, _journal, _stop), _stop.Aborted);
        _batching = new PeriodicBatchingSink(new PresentedBatches(_queue, senders.Wake), new PeriodicBatchingSinkOptions
        {
            BatchSizeLimit = settings.BatchSize,
            Period = settings.Interval,
            EagerlyEmitFirstEvent = false,

            // The ledger's limits rule: PeriodicBatchingSink would drop without a word.
            QueueLimit = null,
        });
        _shutdown = new Lazy<Task>(() => Task.Run(ShutDownAsync));
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
        switch (_ledger.Admit(message.Json, message.UserHash, original, mayWait))
        {
            case Admission.Admitted:
                DeliveryMeter.CountAccepted();
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

        // A batch goes out when it is full. What was admitted stands before the fillers in PeriodicBatchingSink's queue.
        for (var i = 0; i < Settings.BatchSize && !settled.IsCompleted; i++)
            _batching.Emit(PresentedBatches.Filler);
        return settled;
    }

    public DeliveryStatistics ReadStatistics() => _ledger.ReadStatistics();

    public void Dispose()
    {
        if (!Blocking.Wait(_shutdown.Value, Settings.ShutdownTimeout + Grace))
            _journal.SweepUp();
    }

    public async ValueTask DisposeAsync()
    {
        var shutdown = _shutdown.Value;
        using var enough = new CancellationTokenSource();
        var limit = TimeProvider.System.WaitAsync(Settings.ShutdownTimeout + Grace, enough.Token);
        if (await Task.WhenAny(shutdown, limit).ConfigureAwait(false) != shutdown)
            _journal.SweepUp();
        enough.Cancel();
    }

    // The message first: there must never be a ticket without one.
    void HandOver(QueuedMessage message)
    {
        _queue.Add(message);
        _batching.Emit(PresentedBatches.Ticket);
    }

    // Runs once, on the thread pool, whoever disposes and however often. Never throws.
    async Task ShutDownAsync()
    {
        using var limit = Settings.TimeProvider.CancelAfter(Settings.ShutdownTimeout);
        _stop.Begin();
        _ledger.Close();
        try
        {
            // Presents what it still holds. Not awaited alone: it has no time limit of its own.
            var presented = Task.Run(_batching.Dispose, CancellationToken.None);
            await _ledger.WhenSettledAsync(limit.Token).ConfigureAwait(false);
            await presented.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Time is up; what is left is swept up.
        }

        _stop.Abort();
        _journal.SweepUp();
        await _ledger.WhenSettledAsync(CancellationToken.None).ConfigureAwait(false);
        LiveSinks.Remove(this);
        _client.Dispose();
        _stop.Dispose();
        _reports.Dispose();
    }
}
