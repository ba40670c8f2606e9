using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Storage;
using Serilog.Sinks.RudderStack.Transport;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack;

/// <summary>The sink: recognises analytics events, maps and admits them on the caller's thread, and owns what runs behind.</summary>
/// <remarks>
/// The route of a message: <see cref="MessageMapper"/> writes it; the <see cref="Ledger"/> admits it; the <see cref="Lane"/>
/// of its user gathers it into a batch; the lane's <see cref="BatchSender"/> sends that; the <see cref="DeliveryJournal"/>
/// settles it with the ledger.
/// </remarks>
sealed class RudderStackSink : ILogEventSink, ISetLoggingFailureListener, IDisposable, IAsyncDisposable
{
    const string QueueFull = "the queue is full; raise QueueLimit or QueueLimitBytes, or set WhenQueueFull to Block.";

    // How often a drain looks whether it is in vain.
    static readonly TimeSpan DrainGlance = TimeSpan.FromMilliseconds(100);

    readonly MessageMapper _mapper;
    readonly Ledger _ledger;
    readonly Hooks _hooks;
    readonly ReportThrottle _reports;
    readonly DeliveryJournal _journal;
    readonly DataPlaneClient _client;
    readonly StopSignal _stop;
    readonly Lane[] _lanes;
    readonly Shutdown _shutdown;
    readonly SharedSource.Member _source;
    readonly StoredMessages? _stored;
    int _closed;

    public RudderStackSink(SinkSettings settings, MessageStore? store = null)
    {
        Settings = settings;
        _mapper = new MessageMapper(settings);
        _reports = new ReportThrottle(settings.TimeProvider, settings.Reports);
        _hooks = new Hooks(this, settings, _reports);
        _ledger = new Ledger(settings.QueueLimit, settings.QueueLimitBytes, settings.MaxMessageBytes, settings.TimeProvider);
        Health = new HealthRecord(settings.TimeProvider);
        _journal = new DeliveryJournal(settings, _ledger, _hooks, _reports, Health);
        _client = new DataPlaneClient(settings);
        _stop = new StopSignal(settings);
        _lanes = CreateLanes();
        if (store is not null)
            _journal.Stored = _stored = new StoredMessages(settings, store, _ledger, _journal, message => Add(message), FlushLanes);
        _shutdown = new Shutdown(settings, _lanes, _ledger, _journal.AtShutdown, _stop, _stored, ended: Close);
        _source = SharedSource.Join(settings);
        LiveSinks.Add(this);
        _stored?.Start();
    }

    internal SinkSettings Settings { get; }

    internal HealthRecord Health { get; }

    internal int Pending => _ledger.Pending;

    /// <summary>How long messages have waited in vain: waiting for a batch to fill is none.</summary>
    internal TimeSpan StalledFor => _ledger.WaitingFor is var waiting && waiting > Settings.Interval ? waiting - Settings.Interval : TimeSpan.Zero;

    internal long HeldBytes => _ledger.HeldBytes;

    public void SetFailureListener(ILoggingFailureListener failureListener) => _hooks.FailureListener = failureListener;

    public void Emit(LogEvent logEvent)
    {
        if (!_mapper.TryRecognise(logEvent, out var type))
            return;

        if (_source.SeesTwice(logEvent))
            Settings.Reports.Write(SharedSource.Problem, Notice.Events);

        var mayWait = Settings.WhenQueueFull == WhenQueueFull.Block && !DeliveryPath.IsCurrent;
        if (_stored is null && !mayWait && _ledger.HasNoRoom && !_hooks.ReadDropped)
        {
            _journal.RefusedUnmapped(logEvent, QueueFull);
            return;
        }

        var isInHook = DeliveryPath.IsInHook;
        using var mapped = Map(logEvent, type, isInHook, out var interrupted);
        if (mapped.Fault is { } fault)
            _journal.Refused(mapped, logEvent, fault.Reason, fault.Description, fault.Exception);
        else
            interrupted |= Admit(mapped, logEvent, mayWait && !interrupted, callsHooks: !isInHook);
        Interruption.Restore(interrupted);
    }

    /// <summary>Sends what has been accepted, and ends when all of it is settled.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _stored is null || DeliveryPath.IsCurrent ? FlushLanesAsync(cancellationToken) : FlushStoredAsync(cancellationToken);

    async Task FlushStoredAsync(CancellationToken cancellationToken)
    {
        await _stored!.FlushAsync(cancellationToken).ConfigureAwait(false);
        await FlushLanesAsync(cancellationToken).ConfigureAwait(false);
    }

    Task FlushLanesAsync(CancellationToken cancellationToken)
    {
        var settled = Array.ConvertAll(_lanes, lane => lane.FlushAsync(cancellationToken));

        // Inside a hook there is nothing to wait for: the lane that calls it waits for it.
        return DeliveryPath.IsCurrent ? Task.CompletedTask : Task.WhenAll(settled);
    }

    /// <summary>Sends what has been accepted for as long as a disposal would, without one.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var settled = FlushAsync(enough.Token);
        if (settled.IsCompleted)
            return;

        _stop.BeginDrain();
        while (!settled.IsCompleted && !cancellationToken.IsCancellationRequested && MayPass())
            await Task.WhenAny(settled, Settings.TimeProvider.WaitAsync(DrainGlance, enough.Token)).ConfigureAwait(false);
        _stop.EndDrain(isInVain: !settled.IsCompleted);
        enough.Cancel();

        bool MayPass() => _stop.Left > TimeSpan.Zero && (_stored is null || _ledger.PendingInMemory > 0 || _stop.SinceBeginning < Shutdown.StoredLimit) && Health.Refusal is null && !(Health.IsUnreachable && _stop.LeftUnreachable <= TimeSpan.Zero);
    }

    /// <summary>Reports what is still queued when the process ends, if anything is.</summary>
    public void ReportQueuedAtExit(TimeSpan waited) => _journal.ReportQueuedAtExit(waited);

    public DeliveryStatistics ReadStatistics() => _ledger.ReadStatistics();

    public void Dispose() => _shutdown.Run();

    public async ValueTask DisposeAsync() => await _shutdown.RunAsync().ConfigureAwait(false);

    // BeforeSend is a hook: an event that it logs must not call it again.
    MappedMessage Map(LogEvent logEvent, MessageType type, bool isInHook, out bool interrupted)
    {
        interrupted = false;
        if (isInHook || Settings.BeforeSend is null)
            return _mapper.Map(logEvent, type, callsHook: false);

        using (DeliveryPath.EnterHook())
        {
            var mapped = _mapper.Map(logEvent, type, callsHook: true);
            interrupted = Interruption.Take();
            return mapped;
        }
    }

    // Whether the caller's thread was interrupted meanwhile: that is for the caller's next wait, as every event is counted.
    bool Admit(in MappedMessage mapped, LogEvent logEvent, bool mayWait, bool callsHooks)
    {
        if (_stored?.TryStore(mapped, logEvent, callsHooks, mayWait) == true)
            return false;

        switch (_ledger.Admit(mapped.Json.Length, mayWait && _stored is not { IsFirst: false }, out var message))
        {
            case Admission.Admitted:
                DeliveryMeter.CountAccepted();
                _client.Prepare();
                message!.Fill(mapped.Json, mapped.UserHash, original: _hooks.FailureListener is null ? null : logEvent, callsHooks);
                var interrupted = Add(message);
                if (_ledger.RequestsFlush())
                    FlushLanes();
                return interrupted;
            case Admission.QueueFull when _stored?.TryStore(mapped, logEvent, callsHooks, mayWait, memoryIsFull: true) == true:
                return false;
            case Admission.Interrupted:
                _journal.Refused(mapped, logEvent, DropReason.QueueFull, "the thread that logged it was interrupted while it waited for room in the queue.", exception: null);
                return true;
            case Admission.QueueFull:
                _journal.Refused(mapped, logEvent, DropReason.QueueFull, QueueFull, exception: null);
                return false;
            default:
                _journal.Refused(mapped, logEvent, DropReason.Shutdown, "it was logged after the sink was disposed.", exception: null);
                return false;
        }
    }

    // What is admitted must reach its lane, or it would be pending for ever.
    bool Add(QueuedMessage message)
    {
        for (var interrupted = false; ; interrupted = true)
        {
            try
            {
                return LaneOf(message).Add(message) || interrupted;
            }
            catch (ThreadInterruptedException)
            {
                // Once for each interrupt, so this ends.
            }
        }
    }

    void FlushLanes() => Array.ForEach(_lanes, static lane => lane.Flush());

    // As many as requests at the same time, so that a user has one lane and a lane one request.
    Lane[] CreateLanes()
    {
        var nodes = new NodeCount();
        var lanes = new Lane[Settings.MaxConcurrentRequests];
        for (var i = 0; i < lanes.Length; i++)
        {
            // Not before the first batch, in the background: what is made here, the first log call waits for.
            BatchSender? sender = null;
            lanes[i] = new Lane(
                Settings.Interval,
                Math.Min(Settings.BatchSize, Settings.QueueLimit),
                batch => (sender ??= new BatchSender(Settings, _client, nodes, _journal, _stop)).SendAsync(batch));
        }

        return lanes;
    }

    Lane LaneOf(QueuedMessage message) => _lanes[(uint)message.UserHash % (uint)_lanes.Length];

    // May be called twice.
    void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;

        LiveSinks.Remove(this);
        if (LiveSinks.AreNone)
            ValueTypes.Forget();
        _source.Leave();
        _stored?.Close();
        _client.Dispose();
        _reports.Dispose();
        ReportListeners.Closed(Settings.Reports);
    }
}
