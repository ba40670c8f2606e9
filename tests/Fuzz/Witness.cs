using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack;

namespace Fuzz;

/// <summary>Everything that one sink says of itself: what became of its messages, and what it reports.</summary>
sealed class Witness : IDisposable
{
    /// <summary>Stands in the values of properties, and so must not stand in reports.</summary>
    public const string Secret = "s3cret-value";

    readonly ConcurrentQueue<string> _lines = new();
    readonly ConcurrentQueue<string> _reports = new();
    readonly string _key;

    public Witness(string key)
    {
        _key = key;
        SelfLog.Enable(_lines.Enqueue);
    }

    public ConcurrentQueue<string> Delivered { get; } = new();

    public ConcurrentQueue<DroppedMessage> Dropped { get; } = new();

    public IReadOnlyCollection<string> Reports => _reports;

    public void Watch(RudderStackSinkOptions options)
    {
        options.OnDelivered = message => Delivered.Enqueue(message.MessageId);
        options.OnDropped = Dropped.Enqueue;
        options.OnReport = report => _reports.Enqueue(report.Text);
        options.StandardErrorReports = StandardErrorReports.Never;
    }

    /// <summary>To be called when the logger is closed.</summary>
    public void Check()
    {
        var drops = Dropped.Where(message => message.Reason != DropReason.Filtered).ToList();
        Violation.Unless(drops.Count == 0 || !_reports.IsEmpty, $"{drops.Count} messages were dropped without a report: {drops.FirstOrDefault()}");
        foreach (var message in drops)
        {
            // It may be invalid as a message, but never as JSON.
            using var json = JsonDocument.Parse(message.Json, new JsonDocumentOptions { MaxDepth = 1_000 });
        }

        foreach (var report in _reports)
            Violation.Unless(!report.Any(char.IsControl), $"A report is more than one line: {report}");
        foreach (var line in _lines)
            Violation.Unless(!line.Contains("while emitting to", StringComparison.Ordinal), $"The sink threw at Serilog: {line}");

        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(_key + ":"));
        foreach (var report in _reports.Concat(_lines.Where(line => line.Contains("RudderStack: ", StringComparison.Ordinal))).Concat(drops.Select(message => $"{message} {message.ResponseText} {message.Exception}")))
        {
            Violation.Unless(!report.Contains(_key, StringComparison.OrdinalIgnoreCase) && !report.Contains(credentials, StringComparison.Ordinal), $"A report shows the write key: {report}");
            Violation.Unless(!report.Contains(Secret, StringComparison.OrdinalIgnoreCase), $"A report shows the value of a property: {report}");
        }
    }

    public void Dispose() => SelfLog.Disable();
}
