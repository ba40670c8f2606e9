using System.Collections;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>What helpers read of graphs that are cyclic, wide or endless is bounded, in nodes and in bytes.</summary>
public sealed class BoundedWorkTests : LoggingTest
{
    // A node is counted by its getters, several for each time that it is read.
    const int MostReads = 200_000;

    // Some objects for each node, Serilog's lines about its depth, and buffers: up to 10 MB as a rule, and 38 MB were seen
    // on a loaded machine. Without a limit, the trees below need gigabytes and what is endless does not end.
    const long MostBytes = 200_000_000;

    static readonly Gen<Func<Counter, object>> Graphs = Gen.OneOf<Func<Counter, object>>(
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 6], (width, depth) => (Func<Counter, object>)(counter => Tree(counter, width, depth, parent: null))),
        Gen.Int[1, 30].Select(members => (Func<Counter, object>)(counter => new SelfKnower(counter, members))),
        Gen.Bool.Select(pairs => (Func<Counter, object>)(counter => new { Endless = pairs ? (object)EndlessPairs(counter) : EndlessItems(counter) })),
        Gen.Int[1, 3].Select(levels => (Func<Counter, object>)(counter => new { Nested = EndlessLevels(counter, levels) })),
        Gen.Int[1, 10_000_000].Select(length => (Func<Counter, object>)(_ => new { Text = new string('x', length), Built = new StringBuilder(new string('y', length)) })),
        Gen.Int[1, 5_000_000].Select(length => (Func<Counter, object>)(_ => new { Json = System.Text.Json.JsonDocument.Parse($"[\"{new string('x', length)}\"]").RootElement })),
        Gen.Int[1, 300_000].Select(count => (Func<Counter, object>)(_ => new { Wide = new int[count], Wider = new string[count] })),
        Gen.Int[1, 200_000].Select(count => (Func<Counter, object>)(_ => new { Wide = Enumerable.Range(0, count).ToDictionary(i => i) })));

    [Fact]
    public async Task WhateverTheGraph()
    {
        await using var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url, options => options.Interval = TimeSpan.FromHours(1)).CreateLogger();
        await using var unreached = new LoggerConfiguration().WriteTo.Logger(inner => inner.WriteTo.RudderStack(WriteKey, DataPlane.Url, options => options.Interval = TimeSpan.FromHours(1))).CreateLogger();
        await LogAsync(microsoft => Graphs.Sample(
            graph =>
            {
                foreach (var log in new Action<object>[]
                {
                    properties => serilog.Track("user-1", "Huge", properties),
                    properties => unreached.Track("user-1", "Huge", properties),
                    properties => microsoft.Track("user-1", "Huge", properties),
                })
                {
                    var counter = new Counter();
                    var made = graph(counter);
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    log(made);
                    Assert.InRange(counter.Reads, 0, MostReads);
                    Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
                }
            },
            iter: 60,
            threads: 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatWasNotReadToItsEndIsOversize(bool isMicrosofts)
    {
        var tree = Tree(new Counter(), width: 12, depth: 3, parent: null);
        if (isMicrosofts)
            await LogAsync(log => log.Track("user-1", "Huge", tree));
        else
        {
            await using var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger();
            log.Track("user-1", "Huge", tree);
        }

        Assert.Empty(DataPlane.Messages);
        Assert.Single(Reports.Lines, line => line.StartsWith("RudderStack: track \"Huge\" (messageId ", StringComparison.Ordinal) && line.Contains("was dropped (oversize): reading Properties", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AWideArrayThatFitsIsSent()
    {
        await LogAsync(log => log.Track("user-1", "Wide", new { Wide = new int[15_000] }));

        Assert.Equal(15_000, Assert.Single(DataPlane.Messages).GetProperty("properties").GetProperty("wide").GetArrayLength());
    }

    [Fact]
    public async Task WhatOthersLogInTheirCallbacksIsNotCutShort()
    {
        var seen = new List<string>();
        await using var other = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).WriteTo.Sink(new Recorder(seen)).CreateLogger();
        await LogAsync(
            log => log.Track("user-1", "Huge", new { Endless = EndlessItems(new Counter()) }),
            configure: options => options.OnDropped = message => other.Information("Dropped {@What}", new { message.Reason, List = new[] { 1, 2 } }));

        Assert.Equal(["Dropped { Reason: Oversize, List: [1, 2] }"], seen);
    }

    static Node Tree(Counter counter, int width, int depth, Node? parent)
    {
        var node = new Node(counter, parent);
        if (depth > 0)
        {
            for (var i = 0; i < Math.Min(width, 12); i++)
                node.Children.Add(depth > 3 ? node : Tree(counter, width, depth - 1, node));
        }

        return node;
    }

    static IEnumerable<object> EndlessItems(Counter counter)
    {
        while (true)
        {
            counter.Reads++;
            yield return new { A = 1 };
        }
    }

    static IEnumerable<KeyValuePair<string, object?>> EndlessPairs(Counter counter)
    {
        while (true)
        {
            counter.Reads++;
            yield return new($"key {counter.Reads}", 1);
        }
    }

    static IEnumerable<object> EndlessLevels(Counter counter, int levels)
    {
        while (true)
        {
            counter.Reads++;
            yield return levels == 0 ? 1 : EndlessLevels(counter, levels - 1);
        }
    }

    sealed class Counter
    {
        public int Reads { get; set; }
    }

    sealed class Node(Counter counter, Node? parent)
    {
        public string Name { get; } = "node";

        public Node? Parent
        {
            get
            {
                counter.Reads++;
                return parent;
            }
        }

        public List<Node> Children { get; } = [];
    }

    sealed class SelfKnower(Counter counter, int members) : IEnumerable<KeyValuePair<string, object?>>
    {
        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < members; i++)
            {
                counter.Reads++;
                yield return new($"self {i}", new { Me = this, AndMe = this });
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    sealed class Recorder(List<string> seen) : Core.ILogEventSink
    {
        public void Emit(Events.LogEvent logEvent) => seen.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
