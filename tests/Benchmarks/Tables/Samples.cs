namespace Benchmarks.Tables;

/// <summary>The figures of several rounds.</summary>
sealed class Samples
{
    readonly double[] _sorted;

    public Samples(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public double Median => _sorted.Length % 2 == 1
        ? _sorted[_sorted.Length / 2]
        : (_sorted[_sorted.Length / 2 - 1] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>The median and, with more than one round, the range.</summary>
    public string Format(string format) => _sorted.Length == 1
        ? Figure.Of(Median, format)
        : $"{Figure.Of(Median, format)} ({Figure.Of(_sorted[0], format)}-{Figure.Of(_sorted[^1], format)})";
}
