using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>Reads <see cref="RudderStackSinkOptions.DefaultContext"/>: dotted keys become nested dictionaries.</summary>
/// <remarks>Only keys of the option itself are paths; a dot in a dictionary below it is part of the key.</remarks>
sealed class DefaultContext
{
    const string Option = nameof(RudderStackSinkOptions.DefaultContext);

    // In the order of the option; a level is another list, anything else a finished value.
    readonly List<KeyValuePair<string, object>> _members = [];

    public static DictionaryValue? Read(IDictionary<string, object?>? option, OptionFaults faults)
    {
        if (option is null || option.Count == 0)
            return null;

        var root = new DefaultContext();
        foreach (var entry in option)
        {
            var path = entry.Key.Split('.');
            if (path.Any(string.IsNullOrWhiteSpace))
                faults.Add(Option, $"has the key {faults.Quote(entry.Key)} with an empty name in it; write a name, or names separated by single dots.");
            else if (CapturedOption.Read(entry.Value) is not { } value)
                faults.Add(Option, $"has a value under {faults.Quote(entry.Key)} that cannot be written as JSON: it is no data (a task, say), contains itself, throws, or has an empty name in it; in a configuration file write dotted keys ('app.name') instead of nested sections.");
            else if (!root.TryAdd(path, value))
                faults.Add(Option, $"has the key {faults.Quote(entry.Key)} and another key of which one begins with the other; remove one of them.");
        }

        return root.ToValue();
    }

    bool TryAdd(string[] path, LogEventPropertyValue value)
    {
        var level = this;
        for (var i = 0; i < path.Length - 1; i++)
        {
            switch (level.Find(path[i]))
            {
                case null:
                    var next = new DefaultContext();
                    level.Add(path[i], next);
                    level = next;
                    break;
                case DefaultContext existing:
                    level = existing;
                    break;
                default:
                    return false;
            }
        }

        var name = path[path.Length - 1];
        if (level.Find(name) is not null)
            return false;
        level.Add(name, value);
        return true;
    }

    object? Find(string name) => _members.FirstOrDefault(member => member.Key == name).Value;

    void Add(string name, object member) => _members.Add(new KeyValuePair<string, object>(name, member));

    DictionaryValue ToValue() => new(_members.Select(member => new KeyValuePair<ScalarValue, LogEventPropertyValue>(
        new ScalarValue(member.Key),
        member.Value as LogEventPropertyValue ?? ((DefaultContext)member.Value).ToValue())));
}
