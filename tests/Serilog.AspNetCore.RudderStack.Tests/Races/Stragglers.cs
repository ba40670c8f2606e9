using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.AspNetCore.RudderStack.Tests.Races;

/// <summary>Work that a request has begun, and that goes on logging until the request has ended.</summary>
sealed class Stragglers : IDisposable
{
    /// <summary>Events after the first that was left alone: the connection's next requests come meanwhile.</summary>
    const int Afterwards = 20;

    static readonly MessageTemplate Template = new([]);
    static readonly LogEventProperty Type = new("EventType", new ScalarValue("track"));

    readonly ConcurrentQueue<string> _faults = new();
    readonly BlockingCollection<(string Visitor, ExecutionContext Request, StrongBox<bool> Begun)> _begun = [];
    readonly Thread[] _threads;
    readonly ILogEventEnricher _enricher;
    long _enriched;
    long _leftAlone;

    public Stragglers(ILogEventEnricher enricher, int threads)
    {
        _enricher = enricher;
        _threads = [.. Enumerable.Range(0, threads).Select(_ => new Thread(RunAll))];
        foreach (var thread in _threads)
            thread.Start();
    }

    public long Enriched => Interlocked.Read(ref _enriched);

    public long LeftAlone => Interlocked.Read(ref _leftAlone);

    public IReadOnlyCollection<string> Faults => _faults;

    public void Report(string fault)
    {
        if (_faults.Count < 20)
            _faults.Enqueue(fault);
    }

    /// <summary>Begins to log on another thread, and returns once it does.</summary>
    public void Begin(string visitor)
    {
        var begun = new StrongBox<bool>();

        // With the execution context goes the accessor's request, as into a task that the request starts.
        _begun.Add((visitor, ExecutionContext.Capture()!, begun));
        while (!Volatile.Read(ref begun.Value))
            Thread.Yield();
    }

    /// <summary>Waits until all that have begun have seen their request's end.</summary>
    public void Dispose()
    {
        _begun.CompleteAdding();
        foreach (var thread in _threads)
            thread.Join();
        _begun.Dispose();
    }

    void RunAll()
    {
        foreach (var (visitor, request, begun) in _begun.GetConsumingEnumerable())
            ExecutionContext.Run(request, _ => Run(visitor, begun), null);
    }

    void Run(string visitor, StrongBox<bool> begun)
    {
        var (enriched, leftAlone) = (0, 0);
        while (leftAlone < Afterwards)
        {
            var logEvent = new LogEvent(default, LogEventLevel.Information, null, Template, [Type]);
            _enricher.Enrich(logEvent, null!);
            Volatile.Write(ref begun.Value, true);
            if (logEvent.Properties.Count == 1)
            {
                leftAlone++;
                continue;
            }

            enriched++;
            if (TextOf(logEvent) is var text && text != $"{visitor} {visitor} {visitor} /{visitor} {visitor}")
                Report($"An event of {visitor} has {text}.");
        }

        Interlocked.Add(ref _enriched, enriched);
        Interlocked.Add(ref _leftAlone, leftAlone);
    }

    static string TextOf(LogEvent logEvent)
    {
        var context = (DictionaryValue)logEvent.Properties["Context"];
        var page = (DictionaryValue)Member(context, "page")!;
        return string.Join(' ', new[]
        {
            logEvent.Properties.GetValueOrDefault("AnonymousId"), logEvent.Properties.GetValueOrDefault("UserId"),
            Member(context, "userAgent"), Member(page, "path"), Member(page, "referrer"),
        }.Select(value => (value as ScalarValue)?.Value));
    }

    static LogEventPropertyValue? Member(DictionaryValue value, string name) =>
        value.Elements.FirstOrDefault(member => (string)member.Key.Value! == name).Value;
}
