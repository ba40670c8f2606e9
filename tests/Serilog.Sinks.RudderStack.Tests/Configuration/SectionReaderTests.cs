using Microsoft.Extensions.Configuration;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary><see cref="RudderStackSinkOptions.ReadFrom"/>, the one reader of options in configuration.</summary>
public class SectionReaderTests
{
    [Theory]
    [InlineData(""" "BatchSize": "many" """, "BatchSize is 'many'; write a whole number.")]
    [InlineData(""" "BatchSize": "" """, "BatchSize is ''; write a whole number.")]
    [InlineData(""" "BatchSize": " " """, "BatchSize is ' '; write a whole number.")]
    [InlineData(""" "BatchSize": [] """, "BatchSize is ''; write a whole number.")]
    [InlineData(""" "BatchSize": [ 7 ] """, "BatchSize is a section or a list; write a whole number.")]
    [InlineData(""" "BatchSize": { "is": 7 } """, "BatchSize is a section or a list; write a whole number.")]
    [InlineData(""" "BatchSize": true """, "BatchSize is 'True'; write a whole number.")]
    [InlineData(""" "BatchSize": 7.0 """, "BatchSize is '7.0'; write a whole number.")]
    [InlineData(""" "BatchSize": "1,000" """, "BatchSize is '1,000'; write a whole number.")]
    [InlineData(""" "BatchSize": 3000000000 """, "BatchSize is '3000000000'; write a whole number.")]
    [InlineData(""" "BatchSize": 0 """, "BatchSize is 0; write a number from 1 to 100000.")]
    [InlineData(""" "QueueLimitBytes": "64 MiB" """, "QueueLimitBytes is '64 MiB'; write a whole number.")]
    [InlineData(""" "QueueLimitBytes": 9 """, "QueueLimitBytes is 9, less than one message (MaxMessageBytes, 32768); write at least that.")]
    [InlineData(""" "Interval": "soon" """, "Interval is 'soon'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "Interval": "5s" """, "Interval is '5s'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "Interval": "" """, "Interval is ''; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "RetryAfter": "" """, "RetryAfter is ''; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "RetryTimeLimit": 5 """, "RetryTimeLimit is '5'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "Interval": "-00:00:01" """, "Interval is -00:00:01; write a time above zero, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "Interval": 0 """, "Interval is '0'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "ConnectTimeout": 30 """, "ConnectTimeout is '30'; write a time, such as 00:00:30 for thirty seconds.")]
    [InlineData(""" "Verbose": "very" """, "Verbose is 'very'; write true or false.")]
    [InlineData(""" "Verbose": "" """, "Verbose is ''; write true or false.")]
    [InlineData(""" "Verbose": 1 """, "Verbose is '1'; write true or false.")]
    [InlineData(""" "Verbose": { "is": true } """, "Verbose is a section or a list; write true or false.")]
    [InlineData(""" "WhenQueueFull": "Panic" """, "WhenQueueFull is 'Panic'; write one of Drop, Block.")]
    [InlineData(""" "WhenQueueFull": "" """, "WhenQueueFull is ''; write one of Drop, Block.")]
    [InlineData(""" "WhenQueueFull": 1 """, "WhenQueueFull is '1'; write one of Drop, Block.")]
    [InlineData(""" "LooseProperties": "All, None" """, "LooseProperties is 'All, None'; write one of All, MessageTemplate, None.")]
    [InlineData(""" "PropertyNaming": "kebab" """, "PropertyNaming is 'kebab'; write one of RudderStackSpec, CamelCase, SnakeCase, AsIs.")]
    [InlineData(""" "UserIdProperty": "" """, "UserIdProperty is empty; write the name of an event property, or leave the option out.")]
    [InlineData(""" "UserIdProperty": [ "A" ] """, "UserIdProperty is a section or a list; write a text.")]
    [InlineData(""" "DefaultAnonymousId": "" """, "DefaultAnonymousId is empty; write an id, 'process' for one per process, or leave the option out.")]
    [InlineData(""" "PropertyDenyList": "Cost" """, "PropertyDenyList is a text; write a list of names.")]
    [InlineData(""" "PropertyDenyList": null """, "PropertyDenyList is null, which some providers also make of []; write \"\" for an empty list, or leave it out.")]
    [InlineData(""" "PropertyAllowList": {} """, "PropertyAllowList is null, which some providers also make of []; write \"\" for an empty list, or leave it out.")]
    [InlineData(""" "PropertyDenyList": { "Cost": true } """, "PropertyDenyList:Cost is a name where a list has its items; write a list of names.")]
    [InlineData(""" "PropertyDenyList": [ "Cost", "" ] """, "PropertyDenyList:1 is no name; write the name of an event property.")]
    [InlineData(""" "PropertyDenyList": [ null ] """, "PropertyDenyList:0 is no name; write the name of an event property.")]
    [InlineData(""" "PropertyDenyList": [ [ "Cost" ] ] """, "PropertyDenyList:0 is no name; write the name of an event property.")]
    [InlineData(""" "DefaultContext": "Shop" """, "DefaultContext is not a section; write a section of names with their values.")]
    [InlineData(""" "DefaultContext": { "app": { "name": "Shop" } } """, "DefaultContext:app is a section or a list; write dotted keys ('app.name') instead of nested sections, and set lists in code.")]
    [InlineData(""" "DefaultContext": { "a..b": "c" } """, "DefaultContext has the key 'a..b' with an empty name in it; write a name, or names separated by single dots.")]
    [InlineData(""" "DefaultIntegrations": "All" """, "DefaultIntegrations is not a section; write a section of names with their values.")]
    [InlineData(""" "DefaultIntegrations": [] """, "DefaultIntegrations is not a section; write a section of names with their values.")]
    [InlineData(""" "DefaultIntegrations": { "Amplitude": { "a": 1 } } """, "DefaultIntegrations:Amplitude is a section or a list; write true or false, and set a destination's options in code.")]
    [InlineData(""" "DefaultIntegrations": { "All": "yes" } """, "DefaultIntegrations has a value for 'All' that is neither true nor false; write one of them.")]
    [InlineData(""" "BatchSzie": 7 """, "BatchSzie is no option of the sink; write BatchSize, or another name of RudderStackSinkOptions.")]
    [InlineData(""" "BatchSzie": null """, "BatchSzie is no option of the sink; write BatchSize, or another name of RudderStackSinkOptions.")]
    [InlineData(""" "queue_limit_byte": 7 """, "queue_limit_byte is no option of the sink; write QueueLimitBytes, or another name of RudderStackSinkOptions.")]
    [InlineData(""" "RetryAftr": "00:00:01" """, "RetryAftr is no option of the sink; write RetryAfter, or another name of RudderStackSinkOptions.")]
    [InlineData(""" "FlushInterval": "00:00:01" """, "FlushInterval is no option of the sink; write a name of RudderStackSinkOptions.")]
    [InlineData(""" "TimeProvider": "" """, "TimeProvider is no option of the sink; write a name of RudderStackSinkOptions.")]
    [InlineData(""" "BeforeSend": "x" """, "BeforeSend can only be set in code.")]
    public void NonsenseIsAFaultWithItsPath(string setting, string expected) =>
        Assert.Equal([$"- My:Options:{expected}"], FaultsOf(Options($"{{ {setting} }}")));

    [Theory]
    [InlineData("\"on\"")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    public void ATextIsNoSection(string section) =>
        Assert.Equal(["- My:Options is not a section; write a section with the sink's options."], FaultsOf(Options(section)));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "BatchSize": null, "RetryAfter": null, "Verbose": null, "UserIdProperty": null, "DefaultContext": null, "DefaultIntegrations": {} }""")]
    public void ANullSaysNothing(string section) => Assert.Equal(TextOf(new RudderStackSinkOptions()), TextOf(Options(section)));

    [Theory]
    [InlineData("[]")]
    [InlineData("\"\"")]
    public void AnEmptyListIsNotAbsent(string list)
    {
        Assert.Equal([], Options($$"""{ "PropertyAllowList": {{list}} }""").PropertyAllowList!);
        Assert.Equal([], Options($$"""{ "PropertyDenyList": {{list}} }""").PropertyDenyList!);
    }

    [Fact]
    public void AnEmptyListOverAnInheritedOneIsAFault() => Assert.Equal(
        ["- My:Options:PropertyAllowList is [] over a list of another source, which configuration cannot empty; remove one of them."],
        FaultsOf(Options("""{ "PropertyAllowList": [ "Cost" ] }""", """{ "PropertyAllowList": [] }""")));

    [Theory]
    [InlineData("batchsize", "7", "BatchSize", "7")]
    [InlineData("BATCHSIZE", "\" 7 \"", "BatchSize", "7")]
    [InlineData("verbose", "\"TRUE\"", "Verbose", "True")]
    [InlineData("whenQueueFull", "\"block\"", "WhenQueueFull", "Block")]
    [InlineData("interval", "\"0:0:7\"", "Interval", "00:00:07")]
    public void NamesAndChoicesMayBeInAnyCase(string name, string value, string option, string expected) => Assert.Equal(
        expected,
        typeof(RudderStackSinkOptions).GetProperty(option)!.GetValue(Options($$"""{ "{{name}}": {{value}} }"""))!.ToString());

    [Fact]
    public void WhatCodeSetsLaterIsNotNamedByAPath()
    {
        var options = Options("""{ "BatchSize": 7, "QueueLimit": 0 }""");
        options.BatchSize = 0;

        Assert.Equal(["- BatchSize is 0", "- My:Options:QueueLimit is 0"], FaultsOf(options).Select(line => line.Split(';')[0]));
    }

    [Fact]
    public void ALoggerTakesItsOptionsFromASection()
    {
        var section = SerilogSection.ConfigurationOf("""{ "Analytics": { "BatchSize": 7 } }""").GetSection("Analytics");
        using var logger = new LoggerConfiguration().WriteTo.RudderStack("key", "https://plane.example", options => options.ReadFrom(section)).CreateLogger();

        Assert.Equal(7, SinkInside.SettingsOf(logger).BatchSize);
        Assert.Throws<ArgumentNullException>("configuration", () => new RudderStackSinkOptions().ReadFrom(null!));
    }

    static RudderStackSinkOptions Options(params string[] sections)
    {
        var options = new RudderStackSinkOptions();
        options.ReadFrom(SerilogSection.ConfigurationOf([.. sections.Select(section => $$"""{ "My": { "Options": {{section}} } }""")]).GetSection("My:Options"));
        return options;
    }

    static string[] FaultsOf(RudderStackSinkOptions options) =>
        Assert.Throws<ArgumentException>(() => options.Validate("key", "https://plane.example")).Message.Split(Environment.NewLine)[1..];

    static string TextOf(RudderStackSinkOptions options) =>
        SettingsText.Of(Serilog.Sinks.RudderStack.Settings.OptionsValidator.Freeze("key", "https://plane.example", options)!);
}
