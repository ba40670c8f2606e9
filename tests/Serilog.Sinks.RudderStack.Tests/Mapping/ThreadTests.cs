using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class ThreadTests
{
    [Fact]
    public void MessagesOfManyThreadsNeverMix()
    {
        var mapper = new MapperBuilder().Build();
        Parallel.For(0, 8, thread =>
        {
            var text = new string((char)('a' + thread), 50 * (thread + 1));
            for (var i = 0; i < 500; i++)
            {
                var mapped = MappedCopy.Of(
                    mapper,
                    MapperBuilder.Capture(log => log.ForContext("UserId", thread).ForContext("Property" + (i % 97), i).Information("Thread {Text}", text)),
                    MessageType.Track);

                Assert.Null(mapped.Fault);
                Assert.Equal($"\"{thread}\"", mapped.At("userId"));
                Assert.Equal($$"""{"text":"{{text}}","property{{i % 97}}":{{i}}}""", mapped.At("properties"));
            }
        });
    }
}
