using System.Text;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Plans;

/// <summary>Says in a test's failure what did not match the plan.</summary>
static class PlanAssertion
{
    const int MostListed = 10;

    /// <summary>Null when nothing violates a plan.</summary>
    /// <param name="sums">Of all messages, forgotten ones included.</param>
    /// <param name="messages">Those that are kept.</param>
    public static string? Failure(PlanSums sums, IEnumerable<StoredMessage> messages)
    {
        if (sums.Total == 0)
            return null;

        var text = new StringBuilder();
        text.Append(sums.Violating == 1 ? "1 message does" : $"{sums.Violating} messages do").Append(" not match the tracking plan:");
        var left = MostListed;
        foreach (var message in messages.Where(message => message.Finding is { Count: > 0 }))
        {
            if (left == 0)
                break;
            text.Append("\n  ").Append(MessageName.Of(message.Json));
            foreach (var violation in message.Finding!.Violations.Take(left))
            {
                text.Append("\n    ").Append(violation);
                left--;
            }
        }

        var listed = MostListed - left;
        if (sums.Total > listed)
            text.Append("\n  and ").Append(sums.Total - listed).Append(" more");
        return text.ToString();
    }
}
