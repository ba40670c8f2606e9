using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Serilog.Core;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary>A <c>Serilog</c> section with one RudderStack sink, read as an application would read it.</summary>
static class SerilogSection
{
    static readonly JsonSerializerOptions EnumsAsText = new() { Converters = { new JsonStringEnumConverter() } };

    public static Dictionary<string, object?> GoodArguments() =>
        new() { ["writeKey"] = "key", ["dataPlaneUrl"] = "https://plane.example" };

    public static Logger LoggerFrom(Dictionary<string, object?> arguments, string section = "WriteTo") =>
        LoggerFrom(JsonSerializer.Serialize(arguments, EnumsAsText), section);

    public static Logger LoggerFrom(string arguments, string section = "WriteTo")
    {
        var json = $$"""
            {
              "Serilog": {
                "Using": [ "Serilog.Sinks.RudderStack" ],
                "LevelSwitches": { "$analytics": "Warning" },
                "{{section}}": [ { "Name": "RudderStack", "Args": {{arguments}} } ]
              }
            }
            """;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return LoggerFrom(new ConfigurationBuilder().AddJsonStream(stream).Build());
    }

    public static Logger LoggerFrom(IConfiguration configuration) =>
        new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();
}
