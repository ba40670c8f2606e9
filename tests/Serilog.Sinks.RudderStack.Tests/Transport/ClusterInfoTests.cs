using System.Net;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class ClusterInfoTests
{
    [Theory]
    [InlineData("{\"nodeCount\":1}", 1)]
    [InlineData("{\"nodeCount\": 3}", 3)]
    [InlineData("{\"nodeCount\":65536}", 65536)]
    [InlineData("{\"a\":{\"nodeCount\":9},\"nodeCount\":3}", 3)]
    [InlineData("{\"nodeCount\":65537}", null)]
    [InlineData("{\"nodeCount\":0}", null)]
    [InlineData("{\"nodeCount\":-1}", null)]
    [InlineData("{\"nodeCount\":2.5}", null)]
    [InlineData("{\"nodeCount\":99999999999}", null)]
    [InlineData("{\"nodeCount\":\"3\"}", null)]
    [InlineData("{\"nodeCount\":null}", null)]
    [InlineData("{\"NodeCount\":3}", null)]
    [InlineData("{}", null)]
    [InlineData("[3]", null)]
    [InlineData("3", null)]
    [InlineData("null", null)]
    [InlineData("{\"nodeCount\":3", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void OnlyASensibleCountIsTaken(string text, int? count) =>
        Assert.Equal(count, ClusterInfo.ReadNodeCount(new Answer { Status = HttpStatusCode.OK, Text = text }));

    [Theory]
    [InlineData(null)]
    [InlineData(404)]
    [InlineData(500)]
    public void OnlySuccessIsRead(int? status) =>
        Assert.Null(ClusterInfo.ReadNodeCount(new Answer { Status = (HttpStatusCode?)status, Text = "{\"nodeCount\":3}" }));
}
