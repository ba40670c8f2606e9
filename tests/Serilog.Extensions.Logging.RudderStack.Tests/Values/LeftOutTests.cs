using System.Data;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>What is no data is never read, left out, and reported with its path and type; what stands beside it stays.</summary>
public sealed class LeftOutTests : LoggingTest
{
    public static TheoryData<string, string> Ways
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var way in Way.All)
            {
                foreach (var handle in Handles.Keys)
                    rows.Add(way.Name, handle);
            }

            return rows;
        }
    }

    static Dictionary<string, Func<object>> Handles { get; } = new()
    {
        ["Task"] = () => new TaskCompletionSource<int>().Task,
        ["ValueTask"] = () => new ValueTask<int>(new TaskCompletionSource<int>().Task),
        ["Lazy"] = () => new Lazy<int>(() => throw new InvalidOperationException("must not run")),
        ["IAsyncEnumerable"] = () => Endless(),
        ["delegate"] = () => (Func<int>)(() => throw new InvalidOperationException("must not run")),
        ["Stream"] = () => new UnreadableStream(),
        ["DataTable"] = () => new DataTable(),
        ["DataRow"] = () => new DataTable().NewRow(),
        ["HttpContext"] = () => new DefaultHttpContext(),
        ["HttpRequest"] = () => new DefaultHttpContext().Request,
        ["ConnectionInfo"] = () => new DefaultHttpContext().Connection,
        ["Features"] = () => new DefaultHttpContext().Features,
        ["Assembly"] = () => Assembly.GetExecutingAssembly(),
        ["MethodInfo"] = () => MethodBase.GetCurrentMethod()!,
        ["CancellationToken"] = () => new CancellationTokenSource().Token,
        ["Thread"] = () => Thread.CurrentThread,
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task HandlesAreLeftOutAndReported(string name, string handle)
    {
        var way = Way.All.Single(one => one.Name == name);
        var value = Handles[handle]();
        await using (var logger = new WayLogger(way, WriteKey, DataPlane.Url, options => options.Interval = TimeSpan.FromHours(1)))
        {
            way.Log(logger, "Logged", new { Good = 1, Handle = value, Inner = new { List = new[] { value, 2 } } });
            way.Log(logger, "Logged", new { Good = 1, Handle = value, Inner = new { List = new[] { value, 2 } } });
        }

        Assert.Equal(2, DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal("""{"good":1,"inner":{"list":[2]}}""", message.GetProperty("properties").GetProperty("value").GetRawText()));
        Assert.Single(Reports.Lines, line => line.StartsWith("RudderStack: track \"Logged\" (messageId ", StringComparison.Ordinal) && line.Contains($"alue.Handle is left out; a {value.GetType()} is no data", StringComparison.Ordinal));
        Assert.Single(Reports.Lines, line => line.Contains("alue.Inner.List[] is left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ALazyThatHasItsValueIsAnObject()
    {
        var lazy = new Lazy<int>(() => 5);
        _ = lazy.Value;
        await using (var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            log.Track("user-1", "Logged", new { Lazy = lazy });

        Assert.Equal("""{"lazy":{"is_value_created":true,"value":5}}""", OnlyStored("properties"));
    }

    [Fact]
    public async Task AnEntryWithANullKeyIsLeftOutAndReported()
    {
        await using (var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            log.Track("user-1", "Logged", new { Query = new KeyValuePair<string?, int>[] { new(null, 1), new("a", 2), new(null, 3) } });

        Assert.Equal("""{"query":{"a":2}}""", OnlyStored("properties"));
        Assert.Single(Reports.Lines, line => line.Contains("Properties.Query.null is left out, the entry of a dictionary whose key is null", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExceptionsAreReportedForWhatTheyDoNotShow()
    {
        await using (var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            log.Track("user-1", "Failed", new { Error = new InvalidOperationException("broken") });

        Assert.Equal("""{"error":{"type":"System.InvalidOperationException","message":"broken"}}""", OnlyStored("properties"));
        Assert.Single(Reports.Lines, line => line.Contains("Properties.Error.StackTrace is left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsTooDeepIsLeftOutAndReportedOnceForAShape()
    {
        object deep = "bottom";
        for (var i = 0; i < 15; i++)
            deep = new { Inner = deep };
        await using (var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
        {
            log.Track("user-1", "Nested", new { Good = 1, Deep = deep });
            log.Track("user-2", "Nested", new { Good = 1, Deep = deep });
        }

        Assert.Equal(2, DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal(1, message.GetProperty("properties").GetProperty("good").GetInt32()));
        Assert.DoesNotContain("bottom", DataPlane.Requests[0].BodyText!, StringComparison.Ordinal);
        Assert.Single(Reports.Lines, line => line.Contains("track \"Nested\"", StringComparison.Ordinal) && line.Contains("Properties.Deep.Inner.Inner.Inner.Inner.Inner.Inner.Inner.Inner is nested too deep", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JsonIsReadAsDeepAsAMessageGoes()
    {
        var json = string.Concat(Enumerable.Repeat("[", 50)) + "1" + string.Concat(Enumerable.Repeat("]", 50));
        await using (var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            log.Track("user-1", "Nested", new { Json = System.Text.Json.JsonDocument.Parse(json).RootElement });

        Assert.Equal($$"""{"json":{{json}}}""", OnlyStored("properties"));
    }

    static async IAsyncEnumerable<int> Endless()
    {
        await Task.Yield();
        yield return 1;
    }

    sealed class UnreadableStream : MemoryStream
    {
        public override long Length => throw new InvalidOperationException("must not be read");

        public override long Position
        {
            get => throw new InvalidOperationException("must not be read");
            set => throw new InvalidOperationException("must not be written");
        }
    }
}
