using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Http;

/// <summary>Answers that are no HTTP.</summary>
public sealed class GarbledAnswerTests : EndToEndTest
{
    [Theory]
    [InlineData("no name " + WriteKey)]
    [InlineData("no name d2stM2Y4MWMwOWE6")]
    public async Task AHeaderThatCannotBeReadIsReportedWithoutTheKeyThatItEchoes(string header)
    {
        await using var server = new StallingServer($"HTTP/1.1 400 Bad\r\n{header}\r\n\r\n", DataPlane.Url);
        CreateLogger(url: server.Url).LogTrack("Echoed");
        await FlushAsync();

        // That the key stands nowhere is what every test of this kind checks at its end.
        Assert.Contains(Reported.Lines, line => line.Contains("could not be reached", StringComparison.Ordinal) && line.Contains("no name ***", StringComparison.Ordinal));
        Assert.Equal("Echoed", Assert.Single(Stored("event")));
    }
}
