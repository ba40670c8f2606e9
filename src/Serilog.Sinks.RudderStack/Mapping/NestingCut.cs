namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>The way to the first value that was left out for its depth, gathered while writing returns from it.</summary>
/// <remarks>So a message in which nothing is too deep pays for one comparison for each object, and keeps no path.</remarks>
sealed class NestingCut
{
    const int Nowhere = -1;

    // Innermost first.
    readonly List<string> _names = [];

    // That of the value whose name comes next.
    int _depth = Nowhere;

    /// <summary>Notes that a value at this depth is left out; of several, the first.</summary>
    public void Note(int depth)
    {
        if (_names.Count == 0 && _depth == Nowhere)
            _depth = depth;
    }

    /// <summary>Adds a name to the way, when the value that bears it, at this depth, is the one from which writing returns.</summary>
    public void Leave(int depth, string name)
    {
        if (_depth != depth)
            return;

        _names.Add(name);
        _depth--;
    }

    /// <summary>The way, such as <c>properties.a.[].b</c>; null if nothing was left out.</summary>
    public string? Path() => _names.Count == 0 ? null : string.Join(".", Enumerable.Reverse(_names));

    public void Reset()
    {
        _names.Clear();
        _depth = Nowhere;
    }
}
