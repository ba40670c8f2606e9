namespace Benchmarks.Tables;

/// <summary>The project's targets for one workload, and whether a run has met them.</summary>
sealed class Targets
{
    readonly Table _table = new("target", "figure", "met");

    /// <param name="target">What is to hold.</param>
    /// <param name="figure">What was measured.</param>
    /// <param name="format">How the figure is shown.</param>
    /// <param name="met">Whether it holds.</param>
    public void Add(string target, double figure, string format, bool met) =>
        _table.Add(target, Figure.Of(figure, format), met ? "yes" : "no");

    public void AtMost(string target, double figure, string format, double limit) => Add(target, figure, format, figure <= limit);

    public void AtLeast(string target, double figure, string format, double limit) => Add(target, figure, format, figure >= limit);

    public override string ToString() => _table.ToString();
}
