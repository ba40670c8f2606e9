using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>What a thread does while it captures values: how much it may still read for a helper, and what it must not take up again.</summary>
/// <remarks>
/// Only helpers are bounded. An ordinary log event may go to sinks that take more than RudderStack does.
/// </remarks>
sealed class CaptureWork
{
    /// <summary>Objects, arrays and dictionaries that a helper reads for one event. No message that people read has that many.</summary>
    public const int MaxNodes = 8192;

    const int MinimumBytes = 32_768;
    const int LargestKept = 1024;

    [ThreadStatic]
    static CaptureWork? _current;

    // The largest message that any sink of the process takes. It only grows: too much is read rather than too little.
    static int _maxBytes = MinimumBytes;

    readonly Stack<List<LogEventPropertyValue>> _lists = new();
    readonly Stack<List<KeyValuePair<ScalarValue, LogEventPropertyValue>>> _entries = new();
    readonly Stack<PlannedMembers> _planned = new();
    CaptureBudget? _budget;
    CaptureBudget? _spare;
    IReadOnlyList<KeyValuePair<string, object?>>? _arguments;

    /// <summary>The value that is being offered to the other policies, and so is not for ours.</summary>
    public object? Deferred { get; set; }

    public static CaptureWork Current => _current ??= new CaptureWork();

    /// <summary>What a helper may still read; null while nothing is counted.</summary>
    public static long? BytesLeft => _current?._budget?.BytesLeft;

    /// <summary>Lets messages of this size be read.</summary>
    public static void Allow(int maxMessageBytes)
    {
        int known;
        while ((known = Volatile.Read(ref _maxBytes)) < maxMessageBytes && Interlocked.CompareExchange(ref _maxBytes, maxMessageBytes, known) != known)
        {
        }
    }

    /// <summary>A full budget for one call of a helper.</summary>
    public static CaptureBudget RentBudget()
    {
        var work = Current;
        var budget = work._spare ?? new CaptureBudget();
        work._spare = null;
        budget.Reset(MaxNodes, Volatile.Read(ref _maxBytes));
        return budget;
    }

    public static void Return(CaptureBudget budget) => Current._spare = budget;

    /// <summary>Counts for a helper from now on; returns for whom it was counted before, to be given back.</summary>
    public static CaptureBudget? Use(CaptureBudget? budget)
    {
        var work = Current;
        var outer = work._budget;
        work._budget = budget;
        return outer;
    }

    /// <summary>Ends counting: what a helper was given has been captured.</summary>
    public static void StopCounting()
    {
        if (_current is { } work)
            work._budget = null;
    }

    /// <summary>The arguments of the helper that is logging, through loggers that do not say what they were given.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>>? UseArguments(IReadOnlyList<KeyValuePair<string, object?>>? arguments)
    {
        var work = Current;
        var outer = work._arguments;
        work._arguments = arguments;
        return outer;
    }

    /// <summary>The type of an argument of the helper that is logging; null if that is not known here.</summary>
    public static Type? TypeOfArgument(string name)
    {
        if (_current?._arguments is not { } arguments)
            return null;

        foreach (var argument in arguments)
        {
            if (argument.Key.TrimStart('@') == name)
                return argument.Value?.GetType();
        }

        return null;
    }

    /// <summary>Counts an object, array or dictionary; false when nothing more is to be read.</summary>
    public bool TryCountNode() => _budget is null || _budget.TryCount(nodes: 1, bytes: CaptureBudget.SmallestNode);

    /// <summary>Counts a scalar that takes at least as many bytes; false when nothing more is to be read.</summary>
    public static bool TryCount(int bytes) => _current?._budget is not { } budget || budget.TryCount(nodes: 0, bytes);

    /// <summary>An empty list, which the thread keeps for the next container.</summary>
    public List<LogEventPropertyValue> RentList() => _lists.Count > 0 ? _lists.Pop() : [];

    public void Return(List<LogEventPropertyValue> list)
    {
        list.Clear();
        if (list.Capacity <= LargestKept)
            _lists.Push(list);
    }

    /// <summary>Empty members of a planned object, which the thread keeps for the next one.</summary>
    public PlannedMembers RentPlanned() => _planned.Count > 0 ? _planned.Pop() : new PlannedMembers();

    public void Return(PlannedMembers members) => _planned.Push(members);

    public List<KeyValuePair<ScalarValue, LogEventPropertyValue>> RentEntries() => _entries.Count > 0 ? _entries.Pop() : [];

    public void Return(List<KeyValuePair<ScalarValue, LogEventPropertyValue>> entries)
    {
        entries.Clear();
        if (entries.Capacity <= LargestKept)
            _entries.Push(entries);
    }
}

/// <summary>What one helper call may still read.</summary>
sealed class CaptureBudget
{
    /// <summary>The bytes of an empty object and its comma.</summary>
    public const int SmallestNode = 3;

    /// <summary>The bytes of a digit and its comma.</summary>
    public const int SmallestScalar = 2;

    /// <summary>The bytes of an empty name, a digit and a comma.</summary>
    public const int SmallestEntry = 5;

    int _nodes;
    long _bytes;

    public long BytesLeft => _bytes;

    public void Reset(int nodes, long bytes)
    {
        _nodes = nodes;
        _bytes = bytes;
    }

    /// <summary>Counts; false, from then on for good, when there is no more to be had.</summary>
    public bool TryCount(int nodes, int bytes)
    {
        _nodes -= nodes;
        _bytes -= bytes;
        return _nodes >= 0 && _bytes >= 0;
    }
}
