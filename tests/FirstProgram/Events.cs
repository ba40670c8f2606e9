using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;

namespace FirstProgram;

static class Events
{
    public static void Write(Serilog.ILogger logger, Settings settings)
    {
        for (var i = 0; i < Count(settings); i++)
            logger.Track(User(settings), "Order Completed", new { OrderId = i });
    }

    public static void Write(Microsoft.Extensions.Logging.ILogger logger, Settings settings)
    {
        for (var i = 0; i < Count(settings); i++)
            logger.Track(User(settings), "Order Completed", new { OrderId = i });
    }

    static int Count(Settings settings) => int.Parse(settings.Text("events", "3"), CultureInfo.InvariantCulture);

    static string? User(Settings settings) => settings.Text("user", "user-1") is { Length: > 0 } user ? user : null;
}
