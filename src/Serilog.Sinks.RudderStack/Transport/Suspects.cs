namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Messages of one batch that were refused alone, but not in the words of a gateway, and what that shows so far.</summary>
/// <remarks>
/// When another message of the batch was accepted, or the data plane has shown itself, it was their contents. Otherwise it may
/// be the address or whatever stands before it, and then no message must be lost.
/// </remarks>
sealed class Suspects
{
    readonly List<(Part Part, Answer Answer)> _refused = [];

    /// <summary>How often a message was refused alone.</summary>
    public int Refusals { get; private set; }

    /// <summary>Whether it is known that refusals concern contents.</summary>
    public bool AreConvicted { get; private set; }

    public void Add(Part part, Answer answer)
    {
        _refused.Add((part, answer));
        Refusals++;
    }

    /// <summary>From now on refusals concern contents; takes those that were refused.</summary>
    public IReadOnlyList<(Part Part, Answer Answer)> Convict()
    {
        AreConvicted = true;
        return Take();
    }

    /// <summary>Takes those that were refused, to be sent again.</summary>
    public IReadOnlyList<Part> Acquit() => Array.ConvertAll(Take(), static refused => refused.Part);

    public void Clear()
    {
        _refused.Clear();
        Refusals = 0;
        AreConvicted = false;
    }

    (Part Part, Answer Answer)[] Take()
    {
        var refused = _refused.ToArray();
        _refused.Clear();
        return refused;
    }
}
