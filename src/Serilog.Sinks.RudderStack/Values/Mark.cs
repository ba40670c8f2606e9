using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>A value that stands for one that could not be captured, or must not be.</summary>
/// <remarks>To other sinks of the logger it is a scalar, whose text says what stood there.</remarks>
sealed class Mark : ScalarValue
{
    /// <summary>Nothing, without anybody's fault: it is left out, unreported.</summary>
    public static readonly Mark Absent = new(MarkKind.Absent, "", null);

    /// <summary>An entry of a dictionary whose key is null.</summary>
    public static readonly Mark NullKey = new(MarkKind.NullKey, "(an entry with a null key)", null);

    /// <summary>What lies deeper than is captured.</summary>
    public static readonly Mark TooDeep = new(MarkKind.TooDeep, null, null);

    /// <summary>What was not read because the event is too large already.</summary>
    public static readonly Mark Exhausted = new(MarkKind.Exhausted, "(not read: too much)", null);

    Mark(MarkKind kind, string? text, string? what)
        : base(text)
    {
        Kind = kind;
        What = what;
    }

    public MarkKind Kind { get; }

    /// <summary>The .NET type, the argument and its type, or the reason, for reports; never a value.</summary>
    public string? What { get; }

    /// <summary>Whether a member with this value is written all the same.</summary>
    public bool IsWritten => Kind is MarkKind.Threw or MarkKind.TooDeep;

    /// <summary>A value that is no data, such as a task.</summary>
    /// <param name="text">What other sinks show.</param>
    /// <param name="reason">Why it is left out, for the report; with types, never with values.</param>
    public static Mark LeftOut(string text, string reason) => new(MarkKind.LeftOut, text, reason);

    /// <summary>An object of a type whose members a trimmed program may lack.</summary>
    public static Mark Unreadable(Type type) => new(MarkKind.Unreadable, type.ToString(), type.ToString());

    /// <summary>A helper's argument that cannot be what it must be.</summary>
    /// <param name="problem">Which argument it is, of which type, and what is wrong with it.</param>
    public static Mark Argument(string problem) => new(MarkKind.Argument, problem, problem);

    /// <summary>The text in place of a value whose own code threw; the one that Serilog writes.</summary>
    public static Mark Threw(Exception exception) =>
        new(MarkKind.Threw, "Capturing the property value threw an exception: " + exception.GetType().Name, exception.GetType().ToString());
}

enum MarkKind
{
    Absent,
    LeftOut,
    NullKey,
    TooDeep,
    Threw,
    Unreadable,
    Exhausted,
    Argument,
}
