using System.Collections;
using System.Reflection;
using Serilog.Core;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary>Finds our sink in a logger, behind whatever Serilog has wrapped around it.</summary>
static class SinkInside
{
    public static SinkSettings SettingsOf(Logger logger) => SinkOf(logger) switch
    {
        RudderStackSink sink => sink.Settings,
        AuditRudderStackSink sink => sink.Settings,
        var other => throw new InvalidOperationException($"Found {other?.GetType().Name ?? "no sink"}."),
    };

    public static ILogEventSink? SinkOf(object part)
    {
        if (part is RudderStackSink or AuditRudderStackSink or DisabledSink)
            return (ILogEventSink)part;
        if (part is IEnumerable many)
            return many.OfType<ILogEventSink>().Select(SinkOf).FirstOrDefault(found => found is not null);

        return part.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Select(field => field.GetValue(part))
            .Where(value => value is ILogEventSink or IEnumerable<ILogEventSink>)
            .Select(value => SinkOf(value!))
            .FirstOrDefault(found => found is not null);
    }
}
