using Serilog;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace FirstProgram;

static class Loggers
{
    public static Serilog.Core.Logger Create(Settings settings) => Configure(new LoggerConfiguration(), settings).CreateLogger();

    public static LoggerConfiguration Configure(LoggerConfiguration configuration, Settings settings)
    {
        if (settings.Text("selflog", "off") == "on")
            SelfLog.Enable(Console.Out);

        configuration.MinimumLevel.Is(Enum.Parse<LogEventLevel>(settings.Text("minimum", "Information")));
        for (var i = 0; i < settings.Sinks; i++)
            configuration.WriteTo.RudderStack(settings.Key, settings.Url, options => Set(options, settings));
        return configuration;
    }

    public static void Set(RudderStackSinkOptions options, Settings settings)
    {
        // An hour, for tests in which only the end of the process sends.
        options.Interval = settings.Time("interval") ?? options.Interval;
        options.ProcessExitTimeout = settings.Time("exit-timeout") ?? options.ProcessExitTimeout;
        options.ShutdownStallTimeout = settings.Time("stall") ?? options.ShutdownStallTimeout;
        options.StandardErrorReports = Enum.Parse<StandardErrorReports>(settings.Text("stderr", "Auto"));
        if (settings.Text("hooks", "off") == "on")
            options.OnDropped = static message => Console.WriteLine($"dropped {message.Reason}");
    }
}
