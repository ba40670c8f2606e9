using Serilog.Debugging;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>Tests that read <c>SelfLog</c>, which the process has one of, run one after the other.</summary>
[CollectionDefinition(nameof(SelfLogTests), DisableParallelization = true)]
public class SelfLogTests
{
    /// <summary>What an action reports about this product.</summary>
    public static IReadOnlyList<string> Record(Action action)
    {
        var reported = new List<string>();
        SelfLog.Enable(line => reported.Add(line.Substring(Math.Max(0, line.IndexOf("RudderStack: ", StringComparison.Ordinal)))));
        try
        {
            action();
        }
        finally
        {
            SelfLog.Disable();
        }

        return reported.Where(line => line.Contains("RudderStack", StringComparison.Ordinal)).ToArray();
    }
}
