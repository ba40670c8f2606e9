namespace RudderStack.TrackingPlans;

/// <summary>Finds the planned names that a misspelt one may stand for.</summary>
static class NearNames
{
    const int Most = 3;

    // Planned names are shorter; to compare what is not takes time for nothing.
    const int Longest = 200;

    /// <summary>At most three, the nearest first; none that needs more edits than a third of the name.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> planned) =>
        name.Length > Longest ? [] : [.. planned
            .Select(candidate => (candidate, Distance: Distance(Plain(name), Plain(candidate))))
            .Where(pair => pair.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(static pair => pair.Distance)
            .ThenBy(static pair => pair.candidate, StringComparer.Ordinal)
            .Take(Most)
            .Select(static pair => pair.candidate)];

    // Case, blanks and underscores are what differs most often.
    static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
