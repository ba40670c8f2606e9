namespace Serilog.Sinks.RudderStack.TrackingPlans.Naming;

/// <summary>Gives names to what stands in one scope, so that a new entry may break a build, and never takes over the name of another.</summary>
/// <remarks>
/// Where names collide, none keeps the bare one, and nothing else gets it: who called it before gets a compiler error and not
/// another event. No name depends on an order or a number.
/// </remarks>
sealed class NameTable
{
    // What every object has: a member of that name would hide it.
    static readonly string[] OfObject = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    readonly HashSet<string> _taken;
    readonly HashSet<object> _known = [];
    readonly List<Item> _items = [];

    /// <param name="reserved">Names that the scope has already.</param>
    public NameTable(params string[] reserved) => _taken = new HashSet<string>(OfObject.Concat(reserved), StringComparer.Ordinal);

    /// <summary>Adds something to be named.</summary>
    /// <param name="entry">What it is.</param>
    /// <param name="bare">The name that it gets if nothing else wants it.</param>
    /// <param name="distinct">The name that it gets otherwise.</param>
    /// <param name="identity">A text that nothing else in the scope has.</param>
    public void Add(object entry, string bare, string distinct, string identity)
    {
        if (_known.Add(entry))
            _items.Add(new Item(entry, [bare, distinct, $"{bare}_{Identifier.Hash(identity)}", $"{bare}_{Identifier.Hash(identity)}_{Identifier.Hash("again " + identity)}"]));
    }

    /// <summary>The names of all entries.</summary>
    public Dictionary<object, GivenName> Resolve()
    {
        foreach (var item in _items)
        {
            if (_taken.Contains(item.Name))
                item.Candidates[0] = "_" + item.Name;
        }

        var burned = new HashSet<string>(_taken, StringComparer.Ordinal);
        bool changed;
        do
        {
            changed = false;
            var collisions = _items.GroupBy(static item => item.Name, StringComparer.Ordinal).Where(group => group.Count() > 1 || burned.Contains(group.Key)).ToList();
            foreach (var group in collisions)
            {
                burned.Add(group.Key);
                foreach (var item in group)
                    changed |= item.TryNext();
            }
        }
        while (changed);

        return _items.ToDictionary(static item => item.Entry, static item => new GivenName(item.Name, item.Candidates[0]));
    }

    sealed class Item(object entry, string[] candidates)
    {
        int _level;

        public object Entry { get; } = entry;

        public string[] Candidates { get; } = candidates;

        public string Name => Candidates[_level];

        public bool TryNext()
        {
            if (_level == Candidates.Length - 1)
                return false;

            _level++;
            return true;
        }
    }
}

/// <summary>A name, and the one that it would have had without others.</summary>
readonly record struct GivenName(string Name, string Bare)
{
    public bool IsChanged => Name != Bare;
}
