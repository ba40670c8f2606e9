namespace Benchmarks.Micro;

static class MicroBenchmarks
{
    public static int Run(string[] args) => args.Length;
}
