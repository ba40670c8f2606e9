using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Tests.Configuration;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Configuration;

public sealed class SectionTests
{
    const string Source = """ "WriteKey": "key", "DataPlaneUrl": "https://plane.example" """;

    static readonly JsonSerializerOptions EnumsAsText = new() { Converters = { new JsonStringEnumConverter() } };

    public static TheoryData<string, Action<ILoggingBuilder>> Forms => new()
    {
        { "no arguments", logging => logging.AddRudderStack() },
        { "key and URL", logging => logging.AddRudderStack("key", "https://plane.example") },
        { "a delegate", logging => logging.AddRudderStack(_ => { }) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void EveryFormReadsIt(string form, Action<ILoggingBuilder> add)
    {
        var options = AppSettings.OptionsOf(AppSettings.HostWith($$"""{ {{Source}}, "Sink": { "BatchSize": 7 } }""", add));

        Assert.Equal(("key", "https://plane.example", 7), (options.WriteKey, options.DataPlaneUrl, options.Sink.BatchSize));
        Assert.NotNull(form);
    }

    [Fact]
    public void CodeWins()
    {
        var options = AppSettings.OptionsOf(AppSettings.HostWith($$"""{ {{Source}}, "Sink": { "BatchSize": 7, "QueueLimit": 8 } }""", logging =>
        {
            logging.AddRudderStack("code", "https://code.example");
            logging.AddRudderStack(options => options.Sink.BatchSize = 9);
        }));

        Assert.Equal(("code", "https://code.example", 9, 8), (options.WriteKey, options.DataPlaneUrl, options.Sink.BatchSize, options.Sink.QueueLimit));
    }

    [Fact]
    public void EveryOptionThatIsNoDelegateCanBeSetInJson()
    {
        var sink = BindableOptions.All.ToDictionary(option => option.Name, BindableOptions.Sample);

        AssertAllSet(AppSettings.OptionsOf(AppSettings.HostWith($$"""{ {{Source}}, "Sink": {{JsonSerializer.Serialize(sink, EnumsAsText)}} }""")).Sink);
    }

    [Fact]
    public void EveryOptionThatIsNoDelegateCanBeSetByEnvironmentVariables()
    {
        var prefix = $"RudderStackTest{Guid.NewGuid():N}_";
        var variables = BindableOptions.All
            .SelectMany(option => Flatten(BindableOptions.Sample(option)).Select(part => ($"Sink__{option.Name}{part.Suffix}", part.Text)))
            .Append(("WriteKey", "key"))
            .Append(("DataPlaneUrl", "https://plane.example"))
            .ToDictionary(pair => $"{prefix}Logging__RudderStack__{pair.Item1}", pair => pair.Item2);

        HostApplicationBuilder builder;
        try
        {
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable(name, value);
            builder = AppSettings.HostOf(new ConfigurationBuilder().AddEnvironmentVariables(prefix));
        }
        finally
        {
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable(name, null);
        }

        builder.Logging.AddRudderStack();
        AssertAllSet(AppSettings.OptionsOf(builder).Sink);
    }

    [Fact]
    public void ANullSaysNothing()
    {
        var options = AppSettings.OptionsOf(AppSettings.HostWith($$"""{ {{Source}}, "Sink": { "RetryAfter": null, "BatchSize": null } }"""));

        Assert.Equal(new RudderStackSinkOptions().BatchSize, options.Sink.BatchSize);
    }

    // The chain through which the provider gets its section makes null of an empty text.
    [Theory]
    [InlineData("[]")]
    [InlineData("\"\"")]
    public void AnEmptyAllowListIsNotAbsent(string list)
    {
        var options = AppSettings.OptionsOf(AppSettings.HostWith($$"""{ {{Source}}, "Sink": { "PropertyAllowList": {{list}} } }"""));

        Assert.Equal([], options.Sink.PropertyAllowList!);
    }

    [Fact]
    public void NamesMayBeInAnyCase() =>
        Assert.Equal(7, AppSettings.OptionsOf(AppSettings.HostWith("""{ "writeKey": "key", "dataPlaneUrl": "https://plane.example", "sink": { "batchSize": 7 } }""")).Sink.BatchSize);

    [Fact]
    public void TheFullNameOfTheProviderIsASectionToo()
    {
        var builder = AppSettings.HostOf(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:Serilog.Extensions.Logging.RudderStack.RudderStackLoggerProvider:WriteKey"] = "key",
            ["Logging:RudderStack:DataPlaneUrl"] = "https://plane.example",
        }));
        builder.Logging.AddRudderStack();

        Assert.Equal("key", AppSettings.OptionsOf(builder).WriteKey);
    }

    static void AssertAllSet(RudderStackSinkOptions actual) =>
        Assert.All(BindableOptions.All, option => Assert.Equal(AsText(BindableOptions.Sample(option)), AsText(option.GetValue(actual)!)));

    // The binder gives text where the type of an entry is object.
    static string AsText(object value) => string.Join("; ", Flatten(value).OrderBy(part => part.Suffix, StringComparer.Ordinal));

    static IEnumerable<(string Suffix, string Text)> Flatten(object value) => value switch
    {
        IDictionary<string, object?> dictionary => dictionary.Select(entry => ("__" + entry.Key, Text(entry.Value!))),
        IList<string> list => list.Select((item, index) => ("__" + Text(index), item)),
        _ => [("", Text(value))],
    };

    static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
