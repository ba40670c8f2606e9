using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Serilog.AspNetCore.RudderStack.Events;
using Serilog.AspNetCore.RudderStack.Requests;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Serilog.AspNetCore.RudderStack;

/// <summary>Gives analytics events what the current request says about its visitor; what an event has itself wins.</summary>
sealed class HttpContextEnricher : ILogEventEnricher
{
    readonly IHttpContextAccessor _accessor;
    readonly Func<HttpContext, bool>? _appliesTo;
    readonly string _eventType;
    readonly string _context;
    readonly string _anonymousId;
    readonly string _userId;
    int _isThrowReported;
    int _isAbsenceReported;

    /// <exception cref="ArgumentException">At least one option is wrong; the message has a line for each.</exception>
    public HttpContextEnricher(IHttpContextAccessor accessor, RudderStackHttpContextOptions options)
    {
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(options));

        _accessor = accessor;
        _appliesTo = options.AppliesTo;
        _eventType = options.EventTypeProperty;
        _context = options.ContextProperty;
        _anonymousId = options.AnonymousIdProperty;
        _userId = options.UserIdProperty;
    }

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (!AnalyticsCalls.TryRecognise(logEvent, _eventType, out var isAlias) || ReadVisit() is not { } visit)
            return;

        if (visit.Context.Elements.Count > 0 && ContextLayers.Merge(OwnProperties.Find(logEvent, _context), visit.Context) is { } context)
            logEvent.AddOrUpdateProperty(new LogEventProperty(_context, context));
        OwnProperties.AddIfLacking(logEvent, _anonymousId, visit.AnonymousId);

        // Not on alias: it would tie the former id to whoever the browser last was.
        if (!isAlias)
            OwnProperties.AddIfLacking(logEvent, _userId, visit.UserId);
    }

    // Servers use the objects behind a context again for the connection's next request. An event that is logged on another
    // thread while its request ends could so get part of one visitor and part of the next: what was read counts only if the
    // request had not ended then.
    Visit? ReadVisit()
    {
        if (_accessor.HttpContext is not { } http)
        {
            ReportAbsenceWithinRequest();
            return null;
        }

        if (!AppliesTo(http))
            return null;
        try
        {
            var visit = Visit.Of(http);
            return IsStillOf(http) ? visit : null;
        }
        catch (Exception exception)
        {
            // A context is not safe for several threads, and its parts may be anybody's. The event goes on without.
            if (exception is not ObjectDisposedException && IsStillOf(http))
                SelfLog.WriteLine("RudderStack: the HTTP context of an analytics event cannot be read ({0}); the event goes on without it.", exception.GetType());
            return null;
        }
    }

    // ASP.NET Core keeps the request only for hosts that register the accessor. Its activity is there all the same, and is
    // stopped before the request ends, so that what a request leaves behind is not taken for it.
    void ReportAbsenceWithinRequest()
    {
        if (Volatile.Read(ref _isAbsenceReported) != 0)
            return;
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity is not { OperationName: "Microsoft.AspNetCore.Hosting.HttpRequestIn", IsStopped: false })
                continue;
            if (Interlocked.Exchange(ref _isAbsenceReported, 1) == 0)
                SelfLog.WriteLine("RudderStack: an analytics event was logged within a request, and goes on without what the request says: call services.AddHttpContextAccessor() where the host is set up (reported once).");
            return;
        }
    }

    bool AppliesTo(HttpContext http)
    {
        try
        {
            return _appliesTo?.Invoke(http) != false;
        }
        catch (Exception exception)
        {
            // It would throw for each event, and one line says it.
            if (IsStillOf(http) && Interlocked.Exchange(ref _isThrowReported, 1) == 0)
                SelfLog.WriteLine("RudderStack: AppliesTo threw {0}; the event goes on without what the request says, as do others for which it throws (reported once).", exception.GetType());
            return false;
        }
    }

    bool IsStillOf(HttpContext http)
    {
        // No read of the request may be done after the accessor is asked. ASP.NET Core clears the accessor of everything
        // that a request has begun before it touches the request's objects again.
        Interlocked.MemoryBarrier();
        return ReferenceEquals(_accessor.HttpContext, http);
    }
}
