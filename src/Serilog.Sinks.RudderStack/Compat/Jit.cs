using System.Runtime.CompilerServices;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>How methods on the way of every event are compiled.</summary>
static class Jit
{
    /// <summary>Optimised at the first call, without the quick tier before it. (.NET Standard 2.0 lacks the name; older runtimes ignore the value.)</summary>
    /// <remarks>
    /// Writing JSON is many small steps over spans and structs, and unoptimised each of them is a chain of real calls. On a
    /// busy core the upgrade comes only after some hundred thousand events: of the first 200 000, each cost about twice as
    /// much without this (<c>dotnet run -c Release --project tests/Benchmarks -- burst</c>).
    /// </remarks>
    public const MethodImplOptions Hot = (MethodImplOptions)512;
}
