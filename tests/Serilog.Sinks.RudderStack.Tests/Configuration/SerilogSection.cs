using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Serilog.Core;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary>A <c>Serilog</c> section with one RudderStack sink, read as an application would read it.</summary>
static class SerilogSection
{
    /// <summary>Where the arguments of the entry stand.</summary>
    public static string PathIn(string section) => $"Serilog:{section}:0:Args";

    public static string ToJson(object? value) => JsonSerializer.Serialize(value, EnumsAsText);

    /// <summary>A logger with a good key and URL, and these further arguments.</summary>
    public static Logger LoggerWith(string arguments, string section = "WriteTo") => LoggerFrom($"{{ {Source}, {arguments} }}", section);

    public static Logger LoggerFrom(string arguments, string section = "WriteTo") => LoggerFrom(ConfigurationOf($$"""
        {
          "Serilog": {
            "Using": [ "Serilog.Sinks.RudderStack" ],
            "LevelSwitches": { "$analytics": "Warning" },
            "{{section}}": [ { "Name": "RudderStack", "Args": {{arguments}} } ]
          }
        }
        """));

    public static Logger LoggerFrom(IConfiguration configuration) =>
        new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();

    public static IConfigurationRoot ConfigurationOf(params string[] files)
    {
        var builder = new ConfigurationBuilder();
        foreach (var json in files)
            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        return builder.Build();
    }

    /// <summary>The faults that keep a logger from being made, one line each, without the headline.</summary>
    public static string[] FaultsOf(Func<Logger> make)
    {
        // Serilog.Settings.Configuration calls the method by reflection, and again for each sink around it.
        Exception exception = Assert.Throws<TargetInvocationException>(() => make().Dispose());
        while (exception is TargetInvocationException)
            exception = exception.InnerException!;
        var lines = Assert.IsType<ArgumentException>(exception).Message.Split(Environment.NewLine);
        Assert.Equal("The RudderStack sink cannot be configured:", lines[0]);
        return lines[1..];
    }

    public static string[] FaultsWith(string arguments, string section = "WriteTo") => FaultsOf(() => LoggerWith(arguments, section));

    const string Source = """ "writeKey": "key", "dataPlaneUrl": "https://plane.example" """;

    static readonly JsonSerializerOptions EnumsAsText = new() { Converters = { new JsonStringEnumConverter() } };
}
