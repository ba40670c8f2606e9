using System.Net;
using System.Text;

namespace RudderStack.Local.Tests;

public sealed class NodeCountTests
{
    [Theory]
    [InlineData("2", 200)]
    [InlineData("1", 451)]
    [InlineData("two", 451)]
    [InlineData(null, 200)]
    public async Task ABatchForAnotherNodeCountIsAnswered451(string? sent, int status)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.NodeCount = 2;
        (string, string)[] headers = sent is null ? [] : [("RS-nodeCount", sent)];
        using var answer = await running.PostAsync("/v1/batch", Encoding.UTF8.GetBytes(Running.Batch("m-1")), headers);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, running.DataPlane.Count);
    }

    [Fact]
    public async Task ClusterInfoGivesTheCount()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.NodeCount = 3;
        Assert.Equal("""{"nodeCount":3}""", (await running.GetJsonAsync("/cluster-info")).GetRawText());
    }

    [Fact]
    public async Task ClusterInfoWantsTheWriteKey()
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.NodeCount = 3;
        using var stranger = new HttpClient();
        using var answer = await stranger.GetAsync(running.DataPlane.Url + "/cluster-info");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task WithoutACountThereIsNoClusterInfo()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.GetAsync("/cluster-info");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task ACountBelowOneIsRefused()
    {
        await using var running = await Running.StartAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => running.DataPlane.NodeCount = 0);
    }
}
