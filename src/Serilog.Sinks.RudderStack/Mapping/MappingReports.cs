using Serilog.Debugging;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Reports, once for each shape, what is sent otherwise than it was logged. Never reports values.</summary>
sealed class MappingReports
{
    // Programs have few shapes, but names can be made without end.
    const int MaxReported = 64;
    const int LongestPath = 256;

    readonly HashSet<(string Subject, string Problem)> _reported = [];

    /// <summary>A reserved property that could not be used as such.</summary>
    public void Misplaced(string name, string problem)
    {
        if (IsNew(name, problem))
            SelfLog.WriteLine("RudderStack: the property {0} {1}. It is treated like any other property (reported once).", OneLine.Of(name, LongestPath), problem);
    }

    /// <summary>A value that was left out for its depth.</summary>
    public void TooDeep(MessageType type, string? name, string path)
    {
        var subject = MessageTypes.NameOf(type) + (name is null ? "" : $" \"{OneLine.Of(name, LongestPath)}\"");
        var place = OneLine.Of(path, LongestPath);
        if (IsNew(subject, place))
        {
            SelfLog.WriteLine(
                "RudderStack: {0} is nested deeper than {1} levels at {2}; it is sent without what is deeper (reported once). Log fewer levels, or the inner object by itself.",
                subject,
                ValueWriter.MaxDepth,
                place);
        }
    }

    bool IsNew(string subject, string problem)
    {
        lock (_reported)
            return _reported.Count < MaxReported && _reported.Add((subject, problem));
    }
}
