using System.Globalization;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>Each row of the table, by every way in.</summary>
public sealed class EveryWayTests : LoggingTest
{
    public static TheoryData<string, string> Ways
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var way in Way.All)
            {
                rows.Add(way.Name, "");
                rows.Add(way.Name, "de-DE");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AValueIsTheJsonOfTheTable(string name, string culture)
    {
        var way = Way.All.Single(one => one.Name == name);
        var before = CultureInfo.CurrentCulture;
        await using (var logger = new WayLogger(way, WriteKey, DataPlane.Url, options => options.Interval = TimeSpan.FromHours(1)))
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            try
            {
                for (var i = 0; i < ValueTable.Rows.Count; i++)
                    way.Log(logger, $"row {i}", ValueTable.Rows[i].Value());
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }

        var arrived = DataPlane.Requests
            .SelectMany(request => System.Text.Json.JsonElement.Parse(request.BodyText!).GetProperty("batch").EnumerateArray())
            .ToDictionary(message => message.GetProperty("event").GetString()!, message => message.GetProperty("properties").GetProperty("value").GetRawText());
        Assert.Empty(
            from i in Enumerable.Range(0, ValueTable.Rows.Count)
            let json = arrived.GetValueOrDefault($"row {i}", "(did not arrive)")
            where json != ValueTable.Rows[i].Json
            select $"row {i}: {ValueTable.Rows[i].Json}, got {json}");
    }

    [Fact]
    public async Task DefaultContextIsWrittenByTheSameTable()
    {
        // An option that throws is a fault of the configuration, and so is an object with nothing in it, which binders give for sections.
        var rows = ValueTable.Rows.Where(row => !row.Json.Contains("Exception", StringComparison.Ordinal) && row.Value()?.GetType() != typeof(object)).ToList();
        var context = new Dictionary<string, object?>();
        for (var i = 0; i < rows.Count; i++)
            context[$"row{i}"] = rows[i].Value();
        await using (var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url, options => options.DefaultContext = context).CreateLogger())
            log.Track("user-1", "Logged");

        var arrived = System.Text.Json.JsonElement.Parse(DataPlane.Requests[0].BodyText!).GetProperty("batch")[0].GetProperty("context");
        Assert.Empty(
            from i in Enumerable.Range(0, rows.Count)
            let json = arrived.GetProperty($"row{i}").GetRawText()
            where json != rows[i].Json
            select $"{rows[i].Json}, got {json}");
    }
}
