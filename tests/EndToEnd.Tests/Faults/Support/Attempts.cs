using System.Text.RegularExpressions;
using RudderStack.Local;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>What attempts at the same batch must have in common.</summary>
static partial class Attempts
{
    /// <summary>Same bytes, but for <c>sentAt</c>, which is the same within an attempt and new in each.</summary>
    public static void AssertSameButForSentAt(IReadOnlyCollection<ReceivedRequest> attempts)
    {
        Assert.Single(attempts.Select(attempt => SentAt().Replace(attempt.BodyText!, "")).Distinct());
        var times = attempts.Select(attempt => Assert.Single(SentAt().Matches(attempt.BodyText!).Select(match => match.Value).Distinct())).ToArray();
        Assert.Equal(times.Distinct(), times);
    }

    /// <summary>The times between one request and the next.</summary>
    public static IEnumerable<TimeSpan> Waits(IReadOnlyList<ReceivedRequest> requests) =>
        requests.Zip(requests.Skip(1), (first, second) => second.ReceivedAt - first.ReceivedAt);

    [GeneratedRegex("\"sentAt\":\"[^\"]*\"")]
    private static partial Regex SentAt();
}
