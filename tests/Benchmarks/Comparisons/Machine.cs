using System.Runtime.InteropServices;

namespace Benchmarks.Comparisons;

/// <summary>What tables were made on; figures of different machines do not compare.</summary>
static class Machine
{
    public static string Description => $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores";
}
