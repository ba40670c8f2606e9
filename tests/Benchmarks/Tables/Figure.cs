using System.Globalization;

namespace Benchmarks.Tables;

/// <summary>Numbers as tables show them, whatever the machine's culture.</summary>
static class Figure
{
    public static string Of(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Megabytes(long bytes) => Of(bytes / 1048576.0, "F0");
}
