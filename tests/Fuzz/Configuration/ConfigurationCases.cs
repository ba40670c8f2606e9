using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Debugging;

namespace Fuzz.Configuration;

/// <summary>Whatever stands in a configuration file, it gives a logger, or a fault that says where it is and what to do.</summary>
sealed class ConfigurationCases : ICases
{
    const string Headline = "The RudderStack sink cannot be configured:";

    public string Description { get; private set; } = "";

    public async Task RunAsync(Random random)
    {
        SelfLog.Disable();
        if (random.OneIn(2))
            RunSerilog(random);
        else
            await RunHostAsync(random);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    void RunSerilog(Random random)
    {
        var method = random.Pick("WriteTo", "AuditTo");
        var arguments = new JsonObject { ["writeKey"] = Settings.Key, ["dataPlaneUrl"] = "http://127.0.0.1:9", ["options"] = Settings.Options(random) };
        Settings.Spoil(arguments, random);
        var root = new JsonObject
        {
            ["Serilog"] = new JsonObject
            {
                ["Using"] = new JsonArray("Serilog.Sinks.RudderStack"),
                ["LevelSwitches"] = new JsonObject { ["$analytics"] = "Warning" },
                [method] = new JsonArray(new JsonObject { ["Name"] = "RudderStack", ["Args"] = arguments }),
            },
        };
        if (Build(root) is not { } configuration)
            return;

        try
        {
            new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger().Dispose();
        }
        catch (Exception) when (!IsPassedOn(configuration.GetSection($"Serilog:{method}:0:Args")))
        {
            // Serilog.Settings.Configuration says what it thinks of that; the sink is not called.
        }
        catch (TargetInvocationException exception)
        {
            Check(exception, exception.InnerException is ArgumentException, exception.InnerException!.Message, $"Serilog:{method}:0:Args");
        }
    }

    // It passes texts, a section of options, and the level switches that there are; not what only code can give.
    static bool IsPassedOn(IConfigurationSection arguments)
    {
        foreach (var argument in arguments.GetChildren())
        {
            var isSection = argument.GetChildren().Any();
            var isPassedOn = argument.Key.ToUpperInvariant() switch
            {
                "CONFIGURATION" or "CONFIGURE" or "READYOPTIONS" => false,
                "OPTIONS" => isSection && argument.Value is null,
                "LEVELSWITCH" => argument.Value == "$analytics",
                _ => !isSection,
            };
            if (!isPassedOn)
                return false;
        }

        return true;
    }

    async Task RunHostAsync(Random random)
    {
        var section = new JsonObject { ["WriteKey"] = Settings.Key, ["DataPlaneUrl"] = "http://127.0.0.1:9", ["Sink"] = Settings.Options(random) };
        Settings.Spoil(section, random);
        if (Build(new JsonObject { ["Logging"] = new JsonObject { ["RudderStack"] = section } }) is not { } configuration)
            return;

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddRudderStack();
        try
        {
            using var host = builder.Build();
            await host.StartAsync();
            host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Fuzz").LogInformation("An ordinary event");
            await host.StopAsync();
        }
        catch (OptionsValidationException exception)
        {
            Check(exception, isKnown: true, exception.Message, "Logging:RudderStack");
        }
        catch (InvalidOperationException exception) when (Regex.IsMatch(exception.Message, "^Configuration value '.*' is not supported", RegexOptions.Singleline))
        {
            // Microsoft's filters know no such level.
        }
    }

    // Null for what is no configuration: two names that differ in case only.
    IConfigurationRoot? Build(JsonObject root)
    {
        Description = root.ToJsonString();
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Description));
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    static void Check(Exception exception, bool isKnown, string message, string path)
    {
        Violation.Unless(isKnown, $"The fault is none that is documented: {exception}");
        Violation.Unless(!exception.ToString().Contains(Settings.Key, StringComparison.OrdinalIgnoreCase), $"A fault shows the write key: {message}");
        var lines = message.Split(Environment.NewLine);
        Violation.Unless(lines[0] == Headline && lines.Length > 1, $"The fault has no headline, or nothing else: {message}");
        foreach (var line in lines[1..])
            Violation.Unless(line.Contains(path, StringComparison.OrdinalIgnoreCase) && line.Length > path.Length + 10 && !line.Any(char.IsControl), $"A line does not say where, or what: {line}");
    }
}
