using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>Reads <see cref="RudderStackSinkOptions.DefaultIntegrations"/>, whose names are never changed.</summary>
/// <remarks>The server ignores, or takes as "deliver to none", what is neither boolean nor object; so nothing else passes.</remarks>
static class DefaultIntegrations
{
    const string Option = nameof(RudderStackSinkOptions.DefaultIntegrations);
    const string All = "All";

    public static DictionaryValue? Read(IDictionary<string, object?>? option, OptionFaults faults)
    {
        if (option is null || option.Count == 0)
            return null;

        var elements = new List<KeyValuePair<ScalarValue, LogEventPropertyValue>>(option.Count);
        foreach (var entry in option)
        {
            if (ReadValue(entry.Key, entry.Value, faults) is { } value)
                elements.Add(new KeyValuePair<ScalarValue, LogEventPropertyValue>(new ScalarValue(entry.Key), value));
        }

        return elements.Count == 0 ? null : new DictionaryValue(elements);
    }

    static LogEventPropertyValue? ReadValue(string name, object? value, OptionFaults faults)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            faults.Add(Option, "has an empty key; write the destination's name as RudderStack shows it.");
            return null;
        }

        // The server would take it for a destination, and the restriction would not hold.
        if (name != All && name.Trim().Equals(All, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(Option, $"has the key {faults.Quote(name)}, which the server does not know; write '{All}'.");
            return null;
        }

        if (value is null or DBNull or ScalarValue { Value: null })
            return null;
        if (AsBoolean(value) is { } flag)
            return new ScalarValue(flag);

        if (name == All)
            faults.Add(Option, $"has a value for '{All}' that is neither true nor false; write one of them.");
        else if (CapturedOption.Read(value) is { } options and (DictionaryValue or StructureValue))
            return options;
        else
            faults.Add(Option, $"has a value for {faults.Quote(name)} that is neither true nor false nor a dictionary of options; write true or false.");

        return null;
    }

    // Configuration files and environment variables give text.
    static bool? AsBoolean(object? value) => value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out var flag) => flag,
        ScalarValue scalar => AsBoolean(scalar.Value),
        _ => null,
    };
}
