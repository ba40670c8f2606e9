using FirstProgram;
using Serilog;

// What a new user may write: analytics, no diagnostics, and not always an end that closes the logger.
var settings = new Settings(args);
switch (settings.Text("host", "none"))
{
    case "serilog":
        await Hosts.RunWithSerilogAsync(settings);
        break;
    case "microsoft":
        await Hosts.RunWithMicrosoftAsync(settings);
        break;
    default:
        using (Endings.GoOnAfterSignal(settings))
        {
            Log.Logger = Loggers.Create(settings);
            Events.Write(Log.Logger, settings);
            Endings.End(settings);
        }

        break;
}
