using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Configuration;

/// <summary>A host does not start with wrong options, and says what to do, and where.</summary>
public sealed class FaultTests
{
    const string Source = """ "WriteKey": "wk-3f81c09a", "DataPlaneUrl": "https://plane.example" """;

    [Theory]
    [InlineData(""" "Sink": { "BatchSize": "many" } """, "- Logging:RudderStack:Sink:BatchSize is 'many'; write a whole number.")]
    [InlineData(""" "Sink": { "BatchSize": "" } """, "- Logging:RudderStack:Sink:BatchSize is ''; write a whole number.")]
    [InlineData(""" "Sink": { "Interval": "" } """, "- Logging:RudderStack:Sink:Interval is ''; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "Sink": { "Interval": 30 } """, "- Logging:RudderStack:Sink:Interval is '30'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "Sink": { "BatchSize": 0 } """, "- Logging:RudderStack:Sink:BatchSize is 0; write a number from 1 to 100000.")]
    [InlineData(""" "Sink": { "BatchSzie": 7 } """, "- Logging:RudderStack:Sink:BatchSzie is no option of the sink; write BatchSize, or another name of RudderStackSinkOptions.")]
    [InlineData(""" "Sink": { "BeforeSend": "x" } """, "- Logging:RudderStack:Sink:BeforeSend can only be set in code.")]
    [InlineData(""" "Sink": { "DefaultIntegrations": { "All": "yes" } } """, "- Logging:RudderStack:Sink:DefaultIntegrations has a value for 'All' that is neither true nor false; write one of them.")]
    [InlineData(""" "Sink": "on" """, "- Logging:RudderStack:Sink is not a section; write a section with the sink's options.")]
    [InlineData(""" "Sink": [] """, "- Logging:RudderStack:Sink is not a section; write a section with the sink's options.")]
    [InlineData(""" "BatchSize": 7 """, "- Logging:RudderStack:BatchSize is not known; the section takes WriteKey, DataPlaneUrl, Sink and LogLevel, and the sink's options are in Sink.")]
    [InlineData(""" "2bQvXv0pkyKXpXoVDAFKZbZ2Aab": 7 """, "- Logging:RudderStack:(hidden) is not known; the section takes WriteKey, DataPlaneUrl, Sink and LogLevel, and the sink's options are in Sink.")]
    [InlineData(""" "Batch\nSize": 7 """, "- Logging:RudderStack:(hidden) is not known; the section takes WriteKey, DataPlaneUrl, Sink and LogLevel, and the sink's options are in Sink.")]
    [InlineData(""" "Sink": { "DefaultContext": { "app": { "name": "Shop" } } } """, "- Logging:RudderStack:Sink:DefaultContext:app is a section or a list; write dotted keys ('app.name') instead of nested sections, and set lists in code.")]
    public async Task NonsenseInTheSection(string setting, string expected)
    {
        var lines = await AppSettings.FaultsOfAsync(AppSettings.HostWith($$"""{ {{Source}}, {{setting}} }"""));

        Assert.Equal(
            [
                "The RudderStack sink cannot be configured:",
                expected,
                "Set WriteKey and DataPlaneUrl in section Logging:RudderStack or in AddRudderStack, and all other options in Logging:RudderStack:Sink or in AddRudderStack.",
            ],
            lines);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "WriteKey": "", "DataPlaneUrl": "" }""")]
    public async Task NoKeyAndNoUrl(string section)
    {
        var lines = await AppSettings.FaultsOfAsync(AppSettings.HostWith(section));

        Assert.Equal(["- Logging:RudderStack:WriteKey is empty;", "- Logging:RudderStack:DataPlaneUrl is empty;"], lines[1..3].Select(line => line[..(line.IndexOf(';', StringComparison.Ordinal) + 1)]));
        Assert.Contains("section Logging:RudderStack", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllAtOnceWhereverTheyWereSet()
    {
        var lines = await AppSettings.FaultsOfAsync(AppSettings.HostWith(
            """{ "WriteKey": "wk-3f81c09a", "DataPlaneUrl": "wk-3f81c09a", "Sink": { "BatchSize": "wk-3f81c09a", "Interval": "00:00:00" } }""",
            logging => logging.AddRudderStack(options => options.Sink.QueueLimit = -1)));

        Assert.Equal(
            ["The", "Logging:RudderStack:Sink:BatchSize", "Logging:RudderStack:DataPlaneUrl", "Logging:RudderStack:Sink:Interval", "QueueLimit", "Set"],
            lines.Select(line => line.TrimStart('-', ' ').Split(' ')[0]));
        Assert.All(lines, line => Assert.DoesNotContain("wk-3f81c09a", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatCodeHasSetIsNotNamedByThePathOfTheSection()
    {
        var lines = await AppSettings.FaultsOfAsync(AppSettings.HostWith(
            """{ "WriteKey": "wk-3f81c09a", "DataPlaneUrl": "https://plane.example", "Sink": { "BatchSize": 7 } }""",
            logging => logging.AddRudderStack(options => (options.WriteKey, options.DataPlaneUrl, options.Sink.BatchSize) = ("a key", "plane", 0))));

        Assert.Equal(["writeKey", "dataPlaneUrl", "BatchSize"], lines[1..^1].Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public async Task NoSinkOptions()
    {
        var lines = await AppSettings.FaultsOfAsync(AppSettings.HostWith($$"""{ {{Source}} }""", logging => logging.AddRudderStack(options => options.Sink = null!)));

        Assert.Equal("- Sink is null; leave it as it is, and set its options.", lines[1]);
    }

    [Fact]
    public async Task ASinkThatIsSwitchedOffNeedsNeitherKeyNorUrl()
    {
        using var host = AppSettings.HostWith("""{ "Sink": { "Enabled": false } }""").Build();

        await host.StartAsync();
        var log = host.Services.GetRequiredService<ILogger<FaultTests>>();
        log.Track("user-1", "Order Completed");

        Assert.False(log.IsEnabled(LogLevel.Critical));
        await host.StopAsync();
    }

    [Fact]
    public void WithoutAHostTheFaultIsReportedWhereTheLoggersAreMade()
    {
        Assert.Throws<OptionsValidationException>(() => LoggerFactory.Create(logging => logging.AddRudderStack()));
        Assert.Throws<OptionsValidationException>(() => LoggerFactory.Create(logging => logging.AddRudderStack("key", "plane.example")));
    }

    [Fact]
    public void NullIsTheCallersFault()
    {
        ILoggingBuilder none = null!;

        Assert.Throws<ArgumentNullException>("builder", () => none.AddRudderStack());
        Assert.Throws<ArgumentNullException>("builder", () => none.AddRudderStack("key", "https://plane.example"));
        Assert.Throws<ArgumentNullException>("builder", () => none.AddRudderStack(_ => { }));
        Assert.Throws<ArgumentNullException>("configure", () => new ServiceCollection().AddLogging(logging => logging.AddRudderStack(null!)));
    }
}
