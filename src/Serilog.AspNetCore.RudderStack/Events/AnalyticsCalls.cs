using Serilog.Events;

namespace Serilog.AspNetCore.RudderStack.Events;

/// <summary>Recognises analytics events, as the sink does.</summary>
static class AnalyticsCalls
{
    const string Alias = "alias";

    static readonly string[] Names = ["track", "page", "identify", "screen", "group", Alias];

    /// <summary>Whether the event is one of the six calls; for all other events this costs one look-up.</summary>
    public static bool TryRecognise(LogEvent logEvent, string property, out bool isAlias)
    {
        isAlias = false;
        if (!logEvent.Properties.TryGetValue(property, out var value) || value is not ScalarValue { Value: string text })
            return false;

        var type = text.AsSpan().Trim();
        foreach (var name in Names)
        {
            if (!type.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;

            isAlias = name == Alias;
            return true;
        }

        return false;
    }
}
