using System.Text;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

public class MessageIdsTests
{
    [Fact]
    public void IdsAreVersion4UuidsInLowerCase()
    {
        for (var i = 0; i < 1000; i++)
            Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", NewId());
    }

    [Fact]
    public void NoTwoIdsAreEqualAcrossThreads()
    {
        var ids = new string[8][];
        Parallel.For(0, ids.Length, thread => ids[thread] = Enumerable.Range(0, 5000).Select(_ => NewId()).ToArray());

        var all = ids.SelectMany(id => id).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    static string NewId()
    {
        var id = new byte[MessageIds.Width];
        MessageIds.Write(id);
        return Encoding.ASCII.GetString(id);
    }
}
