using System.Globalization;

namespace EndToEnd.Tests.Proxy;

/// <summary>One line of nginx's log.</summary>
/// <param name="Status">The status that the client got.</param>
/// <param name="Connection">The number of the client's connection.</param>
/// <param name="Number">Which request of its connection it was, from 1.</param>
/// <param name="Bytes">Its length with all headers.</param>
sealed record ProxiedRequest(int Status, long Connection, int Number, long Bytes)
{
    public static ProxiedRequest Parse(string line)
    {
        var parts = line.Split(' ');
        return new ProxiedRequest(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            long.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}
