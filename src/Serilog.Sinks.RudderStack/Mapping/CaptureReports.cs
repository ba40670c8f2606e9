using System.Text;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Says what of an event is not in its message, and why an event cannot be sent, with the path of each value.</summary>
/// <remarks>Runs only for events in which writing met a mark. Each event name and path is reported once.</remarks>
sealed class CaptureReports
{
    const int MaxReported = 256;
    const int LongestPath = 256;
    const int MaxVisited = 2 * CaptureWork.MaxNodes;

    readonly HashSet<(string? EventName, string Path)> _reported = [];
    readonly ReportOutlet _outlet;

    public CaptureReports(ReportOutlet outlet) => _outlet = outlet;

    /// <summary>Reports what was left out, or returns the fault of an event that must not be sent.</summary>
    /// <param name="logEvent">The event.</param>
    /// <param name="message">Its message, for the reports.</param>
    /// <param name="reportsDepth">Whether depth is reported; not if <see cref="MappingReports"/> does it.</param>
    public MessageFault? Examine(LogEvent logEvent, ReadOnlySpan<byte> message, bool reportsDepth)
    {
        var walk = new Walk(reportsDepth);
        foreach (var property in logEvent.Properties)
            walk.Visit(property.Value, property.Key, depth: 1);

        if (walk.Fault is null && walk.Findings.Count > 0)
            Report(walk.Findings, MessageSummary.Of(message));
        return walk.Fault;
    }

    void Report(List<(string Path, string Text)> findings, MessageSummary summary)
    {
        foreach (var (path, text) in findings)
        {
            lock (_reported)
            {
                if (_reported.Count >= MaxReported || !_reported.Add((summary.EventName, path)))
                    continue;
            }

            _outlet.Write($"{summary.Describe()}: {text} (reported once for this event name and path).");
        }
    }

    sealed class Walk(bool reportsDepth)
    {
        readonly List<string> _path = [];
        int _visited;

        public List<(string Path, string Text)> Findings { get; } = [];

        public MessageFault? Fault { get; private set; }

        public void Visit(LogEventPropertyValue? value, string step, int depth)
        {
            if (_visited++ >= MaxVisited || depth > ValueWriter.MaxDepth)
                return;

            _path.Add(step);
            switch (value)
            {
                case Mark mark:
                    Find(mark);
                    break;
                case StructureValue or DictionaryValue or SequenceValue when CapturedDepth.EndsAt(value, depth):
                    Find(Mark.TooDeep);
                    break;
                case StructureValue structure:
                    foreach (var property in structure.Properties)
                        Visit(property.Value, "." + property.Name, depth + 1);
                    break;
                case DictionaryValue dictionary:
                    foreach (var element in dictionary.Elements)
                        Visit(element.Value, "." + (ScalarText.Of(element.Key.Value) ?? "null"), depth + 1);
                    break;
                case SequenceValue sequence:
                    for (var i = 0; i < sequence.Elements.Count; i++)
                        Visit(sequence.Elements[i], "[]", depth + 1);
                    break;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        void Find(Mark mark)
        {
            var path = OneLine.Of(_path.Aggregate(new StringBuilder(), static (text, step) => text.Append(step)).ToString(), LongestPath);
            switch (mark.Kind)
            {
                case MarkKind.LeftOut:
                    Findings.Add((path, $"{path} is left out; {mark.What}"));
                    break;
                case MarkKind.NullKey:
                    Findings.Add((path, $"{path} is left out, the entry of a dictionary whose key is null"));
                    break;
                case MarkKind.TooDeep when !reportsDepth:
                    break;
                case MarkKind.TooDeep:
                    Findings.Add((path, $"{path} is nested too deep, and what it holds is left out"));
                    break;
                case MarkKind.Unreadable:
                    Fault ??= new MessageFault(DropReason.Invalid, HelperCalls.Unreadable($"its {path}", mark.What!));
                    break;
                case MarkKind.Argument:
                    Fault ??= new MessageFault(DropReason.Invalid, mark.What!);
                    break;
                case MarkKind.Exhausted:
                    Fault = new MessageFault(
                        DropReason.Oversize,
                        $"reading {path} was given up: it has more than {CaptureWork.MaxNodes} objects, arrays and dictionaries, or more than MaxMessageBytes. Log ids in place of objects that know each other.");
                    break;
            }
        }
    }
}
