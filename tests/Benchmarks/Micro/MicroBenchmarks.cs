using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Benchmarks.Micro;

static class MicroBenchmarks
{
    // All of it in about ten minutes.
    static readonly Job Moderate = Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithIterationTime(TimeInterval.FromMilliseconds(200))
        .WithMaxWarmupCount(10)
        .WithMinIterationCount(10)
        .WithMaxIterationCount(20);

    /// <param name="args">A filter, or BenchmarkDotNet's own options; none for all benchmarks.</param>
    public static int Run(string[] args)
    {
        string[] options = args switch
        {
            [] => ["--filter", "*"],
            [['-', ..], ..] => args,
            [var filter, .. var rest] => ["--filter", filter.Contains('*') ? filter : $"*{filter}*", .. rest],
        };
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(options, Configuration(options));
        return summaries.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success)) ? 0 : 1;
    }

    // In process: the projects that BenchmarkDotNet would generate inherit this repository's build rules. A job named on the
    // command line is one more job, so this one then stands back.
    static ManualConfig Configuration(string[] options) => ManualConfig.CreateEmpty()
        .AddJob(options.Contains("--job") || options.Contains("-j") ? [] : [Moderate])
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet.Artifacts"));
}
