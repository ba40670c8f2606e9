using System.Net;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class OutcomePolicyTests
{
    [Theory]
    [InlineData(null, nameof(Outcome.Retry))]
    [InlineData(199, nameof(Outcome.Pause))]
    [InlineData(200, nameof(Outcome.Delivered))]
    [InlineData(204, nameof(Outcome.Delivered))]
    [InlineData(299, nameof(Outcome.Delivered))]
    [InlineData(300, nameof(Outcome.Pause))]
    [InlineData(301, nameof(Outcome.Pause))]
    [InlineData(308, nameof(Outcome.Pause))]
    [InlineData(399, nameof(Outcome.Pause))]
    [InlineData(401, nameof(Outcome.Pause))]
    [InlineData(402, nameof(Outcome.Pause))]
    [InlineData(403, nameof(Outcome.Pause))]
    [InlineData(404, nameof(Outcome.Pause))]
    [InlineData(405, nameof(Outcome.Pause))]
    [InlineData(407, nameof(Outcome.Pause))]
    [InlineData(408, nameof(Outcome.Retry))]
    [InlineData(409, nameof(Outcome.Pause))]
    [InlineData(425, nameof(Outcome.Retry))]
    [InlineData(426, nameof(Outcome.Pause))]
    [InlineData(428, nameof(Outcome.Pause))]
    [InlineData(429, nameof(Outcome.Retry))]
    [InlineData(499, nameof(Outcome.Pause))]
    [InlineData(500, nameof(Outcome.Retry))]
    [InlineData(503, nameof(Outcome.Retry))]
    [InlineData(599, nameof(Outcome.Retry))]
    public void TheOutcomeOfTheseDependsOnTheStatusAlone(int? status, string outcome)
    {
        Assert.Equal(outcome, Decide(status, messageCount: 1, proxySupport: true));
        Assert.Equal(outcome, Decide(status, messageCount: 100, proxySupport: true));
        Assert.Equal(outcome, Decide(status, messageCount: 1, proxySupport: false));
        Assert.Equal(outcome, Decide(status, messageCount: 100, proxySupport: false));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public void ARefusalOfContentSplitsSeveralMessagesAndRejectsOne(int status)
    {
        Assert.Equal(nameof(Outcome.Reject), Decide(status, messageCount: 1, proxySupport: true));
        Assert.Equal(nameof(Outcome.Split), Decide(status, messageCount: 2, proxySupport: true));
        Assert.Equal(nameof(Outcome.Split), Decide(status, messageCount: 100, proxySupport: false));
    }

    [Theory]
    [InlineData(true, nameof(Outcome.RefreshNodes))]
    [InlineData(false, nameof(Outcome.Retry))]
    public void AStaleNodeCountMeansSomethingOnlyToTheProxy(bool proxySupport, string outcome)
    {
        Assert.Equal(outcome, Decide(451, messageCount: 1, proxySupport));
        Assert.Equal(outcome, Decide(451, messageCount: 100, proxySupport));
    }

    static string Decide(int? status, int messageCount, bool proxySupport) =>
        OutcomePolicy.Decide((HttpStatusCode?)status, messageCount, proxySupport).ToString();
}
