using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>The members of a JSON object; of two equal names the last wins, as in System.Text.Json.</summary>
sealed class JsonMembers
{
    readonly List<KeyValuePair<ScalarValue, LogEventPropertyValue>> _members = [];
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public void Add(string name, LogEventPropertyValue value)
    {
        if (_places.TryGetValue(name, out var place))
        {
            _members[place] = new(_members[place].Key, value);
            return;
        }

        _places.Add(name, _members.Count);
        _members.Add(new(new ScalarValue(name), value));
    }

    public DictionaryValue ToValue() => new(_members);
}
