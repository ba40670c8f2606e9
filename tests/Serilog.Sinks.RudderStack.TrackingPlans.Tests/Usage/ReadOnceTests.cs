using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;
using Serilog.Sinks.RudderStack.TrackingPlans.Usage;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Usage;

public class ReadOnceTests
{
    [Fact]
    public async Task ThousandsOfCallsReadAPlanOfAThousandEventsOnce()
    {
        var ids = Enumerable.Range(0, 1000).Select(static i => i.ToString("x4", CultureInfo.InvariantCulture)).ToList();
        var plan = PlanFiles.Of([], [.. ids.Select(static id => new { id = $"e{id}", name = $"Event {id}", event_type = "track" })], [.. ids.Select(static id => new { type = "event_rule", id = $"r{id}", @event = $"#event:e{id}" })]);
        var calls = string.Concat(Enumerable.Range(0, 3000).Select(i => $"serilog.Track(\"u\", \"Event {ids[i % ids.Count]}\");\n"));
        var compiled = Compiled.Of(plan, UsageTests.SourceOf("test", $"{calls}serilog.Track(\"u\", \"Nothing of this kind\");"));
        var texts = plan.Select(static file => new CountedText(file.Path, file.Text)).ToList();

        var analyzed = compiled.Compilation.WithAnalyzers([new PlanUsageAnalyzer()], new AnalyzerOptions([.. texts], new Compiled.PlanOptions()));

        Assert.Equal(["RSTP4001"], (await analyzed.GetAnalyzerDiagnosticsAsync()).Select(static fault => fault.Id));
        Assert.All(texts, static text => Assert.Equal(1, text.Reads));
    }

    // The analyzer asks for a file's text where it reads the plan, and nowhere else.
    sealed class CountedText(string path, string text) : AdditionalText
    {
        int _reads;

        public int Reads => _reads;

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _reads);
            return SourceText.From(text);
        }
    }
}
