using Serilog.Events;

namespace Serilog.AspNetCore.RudderStack.Events;

/// <summary>Finds what an event has itself, under the names by which the sink would find it.</summary>
static class OwnProperties
{
    /// <summary>The value of a property, whatever its case: the exact name wins, else the ordinally first.</summary>
    public static LogEventPropertyValue? Find(LogEvent logEvent, string name)
    {
        if (logEvent.Properties.TryGetValue(name, out var exact))
            return exact;

        KeyValuePair<string, LogEventPropertyValue>? first = null;
        foreach (var property in logEvent.Properties)
        {
            if (property.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && (first is null || string.CompareOrdinal(property.Key, first.Value.Key) < 0))
                first = property;
        }

        return first?.Value;
    }

    /// <summary>Sets an id that the event lacks.</summary>
    public static void AddIfLacking(LogEvent logEvent, string name, string? id)
    {
        if (id is not null && IsLacking(Find(logEvent, name)))
            logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(id)));
    }

    // A blank id counts for nothing with the sink either.
    static bool IsLacking(LogEventPropertyValue? value) =>
        value is null || (value is ScalarValue scalar && (scalar.Value is null || (scalar.Value is string text && string.IsNullOrWhiteSpace(text))));
}
