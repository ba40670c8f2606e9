using System.Globalization;
using Microsoft.Extensions.Configuration;
using Serilog.Core;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

public class EnvironmentVariablesTests
{
    [Fact]
    public void EveryOptionCanBeSet()
    {
        var options = new RudderStackSinkOptions();
        var variables = new Dictionary<string, string>
        {
            ["Using__0"] = "Serilog.Sinks.RudderStack",
            ["WriteTo__0__Name"] = "RudderStack",
            ["WriteTo__0__Args__writeKey"] = "key",
            ["WriteTo__0__Args__dataPlaneUrl"] = "https://plane.example",
        };
        foreach (var option in BindableOptions.All.Where(option => option.Name != nameof(RudderStackSinkOptions.Enabled)))
        {
            var sample = BindableOptions.Sample(option);
            option.SetValue(options, sample);
            foreach (var (suffix, text) in Flatten(sample))
                variables[$"WriteTo__0__Args__options__{option.Name}{suffix}"] = text;
        }

        // No allow list: it would hide whether the deny lists arrived.
        options.PropertyAllowList = null;
        variables.Remove("WriteTo__0__Args__options__PropertyAllowList__0");
        variables.Remove("WriteTo__0__Args__options__PropertyAllowList__1");

        using var logger = LoggerFrom(variables);

        var expected = OptionsValidator.Freeze("key", "https://plane.example", options)!;
        Assert.Equal(SettingsText.Of(expected), SettingsText.Of(SinkInside.SettingsOf(logger)));
    }

    [Fact]
    public void ArgumentsCanBeSet()
    {
        using var logger = LoggerFrom(new()
        {
            ["Using__0"] = "Serilog.Sinks.RudderStack",
            ["WriteTo__0__Name"] = "RudderStack",
            ["WriteTo__0__Args__writeKey"] = "key",
            ["WriteTo__0__Args__dataPlaneUrl"] = "https://plane.example",
            ["WriteTo__0__Args__batchSize"] = "7",
            ["WriteTo__0__Args__interval"] = "00:00:07",
        });

        Assert.Equal((7, TimeSpan.FromSeconds(7)), (SinkInside.SettingsOf(logger).BatchSize, SinkInside.SettingsOf(logger).Interval));
    }

    // The process has one environment: a prefix of its own keeps the test apart from others.
    static Logger LoggerFrom(Dictionary<string, string> variables)
    {
        var prefix = $"RudderStackTest{Guid.NewGuid():N}_";
        try
        {
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable($"{prefix}Serilog__{name}", value);
            return SerilogSection.LoggerFrom(new ConfigurationBuilder().AddEnvironmentVariables(prefix).Build());
        }
        finally
        {
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable($"{prefix}Serilog__{name}", null);
        }
    }

    static IEnumerable<(string Suffix, string Text)> Flatten(object value) => value switch
    {
        IDictionary<string, object?> dictionary => dictionary.Select(entry => ("__" + entry.Key, Text(entry.Value!))),
        IList<string> list => list.Select((item, index) => ("__" + Text(index), item)),
        _ => [("", Text(value))],
    };

    static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
