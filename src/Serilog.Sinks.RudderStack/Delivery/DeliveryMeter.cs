using System.Diagnostics.Metrics;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>The counters and histograms of the meter <c>Serilog.Sinks.RudderStack</c>, shared by all sinks of the process.</summary>
/// <remarks>
/// Units and names by OpenTelemetry's conventions; without a listener a count costs a comparison. Listeners are the user's
/// code and run inside each call; what they throw stays here, since it would end the sender that counts. The meter is disposed
/// with a plug-in's load context only: without gauges it pins none. <see cref="LiveSinks"/> has the gauges.
/// </remarks>
static class DeliveryMeter
{
    static readonly Meter Meter = CreateMeter();

    static readonly Counter<long>? Accepted = CreateCounter(
        "rudderstack.messages.accepted", "Events recognised as analytics, invalid ones included.");

    static readonly Counter<long>? Delivered = CreateCounter(
        "rudderstack.messages.delivered", "Messages that the data plane has accepted.");

    static readonly Counter<long>? Dropped = CreateCounter(
        "rudderstack.messages.dropped", "Messages that were dropped, by reason.");

    static readonly Counter<long>? Recovered = CreateCounter(
        "rudderstack.messages.recovered", "Messages that another process, or an earlier run, had left in the outbox.");

    static readonly Counter<long>? Transferred = CreateCounter(
        "rudderstack.messages.transferred", "Messages left in the outbox for another process, or a later run.");

    static readonly Counter<long>? Retried = CreateCounter(
        "rudderstack.messages.retried", "Messages put back for another attempt after a failed one, once for each attempt.");

    static readonly Histogram<double>? RequestDuration = CreateHistogram<double>(
        "rudderstack.request.duration", "s", "Duration of requests to the data plane.");

    static readonly Histogram<long>? RequestSize = CreateHistogram<long>(
        "rudderstack.request.size", "By", "Size of request bodies as sent, compressed if so.");

    public static void CountAccepted()
    {
        if (Accepted is { Enabled: true })
            Add(Accepted, 1);
    }

    public static void CountDelivered(int messages) => Add(Delivered, messages);

    public static void CountDropped(DropReason reason, int messages)
    {
        if (Dropped is { Enabled: true })
            Add(Dropped, messages, new KeyValuePair<string, object?>("reason", DropReasons.Tag(reason)));
    }

    public static void CountRecovered(int messages) => Add(Recovered, messages);

    public static void CountTransferred(long messages) => Add(Transferred, messages);

    public static void CountRetried(int messages) => Add(Retried, messages);

    public static void RecordRequest(Answer answer, long wireBytes)
    {
        if (RequestDuration is { Enabled: true })
            Record(RequestDuration, answer.Duration.TotalSeconds, Result(answer));
        Record(RequestSize, wireBytes);
    }

    static Meter CreateMeter()
    {
        var meter = new Meter(Library.Name, Library.Version);
        PluginContext.DisposeWhenUnloaded(meter);
        return meter;
    }

    // A listener that throws when it is shown an instrument goes without it, and so does everybody else.
    static Counter<long>? CreateCounter(string name, string description)
    {
        try
        {
            return Meter.CreateCounter<long>(name, "{message}", description);
        }
        catch (Exception)
        {
            return null;
        }
    }

    static Histogram<T>? CreateHistogram<T>(string name, string unit, string description)
        where T : struct
    {
        try
        {
            return Meter.CreateHistogram<T>(name, unit, description);
        }
        catch (Exception)
        {
            return null;
        }
    }

    static void Add(Counter<long>? counter, long count, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter?.Add(count, tags);
        }
        catch (Exception)
        {
            // The listener has miscounted; the messages go on.
        }
    }

    static void Record<T>(Histogram<T>? histogram, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            histogram?.Record(value, tags);
        }
        catch (Exception)
        {
            // As above.
        }
    }

    static KeyValuePair<string, object?> Result(Answer answer) => answer.Status is { } status
        ? new("http.response.status_code", (int)status)
        : new("error.type", answer.TimedOut ? "timeout" : answer.Fault!.GetType().FullName);
}
