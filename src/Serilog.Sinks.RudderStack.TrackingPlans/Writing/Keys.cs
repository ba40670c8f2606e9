namespace Serilog.Sinks.RudderStack.TrackingPlans.Writing;

/// <summary>The keys of a class, each a field that is made once. No member has a name that begins with a small k.</summary>
sealed class Keys(CodeText code, Keys? inherited = null)
{
    const string Type = "global::Serilog.Sinks.RudderStack.Plans.PlannedKey";

    readonly List<string> _keys = [];

    public string Of(string key)
    {
        if (inherited is not null && inherited._keys.IndexOf(key) is var known and >= 0)
            return "key" + known;

        var index = _keys.IndexOf(key);
        if (index < 0)
        {
            index = _keys.Count;
            _keys.Add(key);
        }

        return (inherited is null ? "key" : "caseKey") + index;
    }

    /// <summary>Writes the fields, and one with all of them.</summary>
    public void Write(string? all)
    {
        var names = _keys.ConvertAll(Of);
        for (var i = 0; i < _keys.Count; i++)
            code.Line($"private static readonly {Type} {names[i]} = new {Type}({Literals.Text(_keys[i])});");
        if (all is null)
            return;

        // After the others: fields are made in the order of the text.
        var every = (inherited?._keys.ConvertAll(inherited.Of) ?? []).Concat(names);
        code.Line($"private static readonly {Type}[] {all} = new {Type}[] {{ {string.Join(", ", every)} }};");
    }
}
