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
    [InlineData(404, nameof(Outcome.Pause))]
    [InlineData(405, nameof(Outcome.Pause))]
    [InlineData(407, nameof(Outcome.Pause))]
    [InlineData(408, nameof(Outcome.Retry))]
    [InlineData(409, nameof(Outcome.Pause))]
    [InlineData(425, nameof(Outcome.Retry))]
    [InlineData(426, nameof(Outcome.Pause))]
    [InlineData(428, nameof(Outcome.Pause))]
    [InlineData(429, nameof(Outcome.RateLimited))]
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
    [InlineData(400, "invalid json")]
    [InlineData(400, "event is not a valid rudder event")]
    [InlineData(400, "request neither has anonymousId nor userId")]
    [InlineData(403, "invalid json")]
    [InlineData(422, "invalid json")]
    public void ARefusalInTheGatewaysWordsSplitsSeveralMessagesAndRejectsOne(int status, string text)
    {
        Assert.Equal(nameof(Outcome.Reject), Decide(status, messageCount: 1, proxySupport: true, text));
        Assert.Equal(nameof(Outcome.Split), Decide(status, messageCount: 2, proxySupport: true, text));
        Assert.Equal(nameof(Outcome.Split), Decide(status, messageCount: 100, proxySupport: false, text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><center><h1>400 Bad Request</h1></center></html>")]
    [InlineData("The firewall says: invalid json")]
    [InlineData("Invalid JSON")]
    public void ARefusalInOtherWordsSaysNothingCertain(string text)
    {
        foreach (var status in new[] { 400, 403, 422 })
        {
            Assert.Equal(nameof(Outcome.Suspect), Decide(status, messageCount: 1, proxySupport: true, text));
            Assert.Equal(nameof(Outcome.Suspect), Decide(status, messageCount: 100, proxySupport: false, text));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("request size exceeds max limit")]
    [InlineData("<html>413 Request Entity Too Large</html>")]
    public void ARequestThatIsTooLargeIsSoWithAnyTextAndNumberOfMessages(string text)
    {
        Assert.Equal(nameof(Outcome.TooLarge), Decide(413, messageCount: 1, proxySupport: true, text));
        Assert.Equal(nameof(Outcome.TooLarge), Decide(413, messageCount: 2, proxySupport: true, text));
    }

    [Theory]
    [InlineData(200, "OK", true)]
    [InlineData(400, "empty batch payload", true)]
    [InlineData(400, "invalid json", true)]
    [InlineData(400, "<html>", false)]
    [InlineData(403, "<html>", false)]
    [InlineData(401, "invalid write key", false)]
    [InlineData(404, "", false)]
    [InlineData(503, "", false)]
    [InlineData(301, "", false)]
    [InlineData(null, "", false)]
    public void OnlyAGatewaysAnswerToAnEmptyBatchShowsADataPlane(int? status, string text, bool shows) =>
        Assert.Equal(shows, OutcomePolicy.ShowsDataPlane(new Answer { Status = (HttpStatusCode?)status, Text = text }));

    [Theory]
    [InlineData(true, nameof(Outcome.RefreshNodes))]
    [InlineData(false, nameof(Outcome.Retry))]
    public void AStaleNodeCountMeansSomethingOnlyToTheProxy(bool proxySupport, string outcome)
    {
        Assert.Equal(outcome, Decide(451, messageCount: 1, proxySupport));
        Assert.Equal(outcome, Decide(451, messageCount: 100, proxySupport));
    }

    static string Decide(int? status, int messageCount, bool proxySupport, string text = "") =>
        OutcomePolicy.Decide(new Answer { Status = (HttpStatusCode?)status, Text = text }, messageCount, proxySupport).ToString();
}
