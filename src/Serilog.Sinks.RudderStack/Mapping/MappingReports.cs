using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Reports, once for each shape, what is sent otherwise than it was logged. Never reports values.</summary>
sealed class MappingReports
{
    // Programs have few shapes, but names can be made without end.
    const int MaxReported = 64;
    const int LongestPath = 256;

    readonly HashSet<(string Subject, string Problem)> _reported = [];
    readonly ReportOutlet _outlet;

    public MappingReports(ReportOutlet outlet) => _outlet = outlet;

    /// <summary>A reserved property that could not be used as such.</summary>
    public void Misplaced(string name, string problem)
    {
        if (IsNew(name, problem))
            _outlet.Write($"the property {OneLine.Of(name, LongestPath)} {problem}. It is treated like any other property (reported once).");
    }

    /// <summary>A value that was left out for its depth.</summary>
    public void TooDeep(MessageType type, string? name, string path)
    {
        var subject = MessageTypes.NameOf(type) + (name is null ? "" : $" \"{OneLine.Of(name, LongestPath)}\"");
        var place = OneLine.Of(path, LongestPath);
        if (IsNew(subject, place))
        {
            _outlet.Write(
                $"{subject} is nested deeper than {ValueWriter.MaxDepth} levels at {place}; it is sent without what is deeper (reported once). " +
                "Log fewer levels, or the inner object by itself.");
        }
    }

    bool IsNew(string subject, string problem)
    {
        lock (_reported)
            return _reported.Count < MaxReported && _reported.Add((subject, problem));
    }
}
