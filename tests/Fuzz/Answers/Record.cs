using System.Globalization;
using Serilog.Sinks.RudderStack;

namespace Fuzz.Answers;

/// <summary>What a server was sent and has answered, and what must follow from it.</summary>
sealed class Record
{
    readonly List<(Request Request, HostileAnswer Answer)> _requests = [];

    public IReadOnlyList<(Request Request, HostileAnswer Answer)> Requests => _requests;

    public void Add(Request request, HostileAnswer answer) => _requests.Add((request, answer));

    /// <param name="logged">The ids of all messages, in order.</param>
    /// <param name="witness">What the sink has said.</param>
    /// <param name="isPlain">Whether one request followed the other, and none ran out of time.</param>
    public void Check(List<string> logged, Witness witness, bool isPlain)
    {
        foreach (var (request, _) in _requests)
        {
            Violation.Unless(request.Path is "/v1/batch" or "/cluster-info", $"Something was sent to {request.Path}");
            Violation.Unless(request.MessageIds.Distinct().Count() == request.MessageIds.Count, "A request holds a message twice");
            Violation.Unless(!request.MessageIds.Except(logged).Any(), "A request has a message that was not logged");
        }

        CheckAccount(logged, witness);
        CheckOrder(witness);
        if (isPlain)
            CheckRepeats();
    }

    void CheckAccount(List<string> logged, Witness witness)
    {
        var settled = witness.Delivered.Concat(witness.Dropped.Select(message => message.MessageId)).ToList();
        var twice = settled.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key).ToList();
        Violation.Unless(twice.Count == 0, $"Settled twice: {string.Join(' ', twice)}");
        var unsettled = logged.Except(settled).ToList();
        Violation.Unless(unsettled.Count == NotHandedOver(witness), $"Neither delivered nor dropped: {string.Join(' ', unsettled)}");
        Violation.Unless(!settled.Except(logged).Any(), "Settled, but not logged");

        var acknowledged = _requests.Where(exchange => exchange.Answer.MayBeSuccess).SelectMany(exchange => exchange.Request.MessageIds).ToHashSet();
        var lost = witness.Delivered.Except(acknowledged).ToList();
        Violation.Unless(lost.Count == 0, $"Counted as delivered, though no server said so: {string.Join(' ', lost)}");
        Violation.Unless(witness.Dropped.All(message => message.Reason is DropReason.Rejected or DropReason.RetryExpired or DropReason.Shutdown), "A message was dropped for a reason that has nothing to do with answers");
    }

    // Time that leaps while a hook is about to be called may leave it uncalled. That is reported, with the number.
    static int NotHandedOver(Witness witness) => witness.Reports
        .Where(report => report.Contains("not handed to OnDropped", StringComparison.Ordinal))
        .Sum(report => int.Parse(report[..report.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture));

    // A server may store a message before an answer that the sink cannot read: such a message may be dropped, and come earlier
    // or later than others.
    void CheckOrder(Witness witness)
    {
        var seen = witness.Dropped.Select(message => message.MessageId).ToHashSet();
        var stored = _requests.Where(exchange => exchange.Answer.MayBeSuccess).SelectMany(exchange => exchange.Request.MessageIds);
        foreach (var user in stored.Where(seen.Add).GroupBy(id => id[..id.IndexOf('#', StringComparison.Ordinal)]))
            Violation.Unless(user.SequenceEqual(user.Order(StringComparer.Ordinal)), $"The events of a user arrived in the order {string.Join(' ', user)}");
    }

    void CheckRepeats()
    {
        var done = new HashSet<string>();
        foreach (var (request, answer) in _requests)
        {
            var again = request.MessageIds.Where(done.Contains).ToList();
            Violation.Unless(again.Count == 0, $"Sent again after a success: {string.Join(' ', again)}");
            if (answer.IsSuccess)
                done.UnionWith(request.MessageIds);
        }
    }
}
