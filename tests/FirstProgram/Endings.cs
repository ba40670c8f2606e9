using System.Diagnostics;
using System.Runtime.InteropServices;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace FirstProgram;

static class Endings
{
    static readonly ManualResetEventSlim Signalled = new();

    public static void End(Settings settings)
    {
        switch (settings.Text("end", "return"))
        {
            case "return":
                return;
            case "exit":
                Environment.Exit(7);
                return;
            case "throw":
                throw new InvalidOperationException("the program's own fault");
            case "close":
                Log.CloseAndFlush();
                return;
            case "close-late":
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Log.CloseAndFlush();
                return;
            case "wait":
                WaitForEver();
                return;
            case "go-on":
                GoOn(settings);
                return;
            case "cancelled":
                CancelSignal();
                return;
            default:
                throw new ArgumentException("This end is not known.");
        }
    }

    /// <summary>A handler that was there before the logger, and so runs after the logger's.</summary>
    public static IDisposable? GoOnAfterSignal(Settings settings) => settings.Text("end", "return") != "go-on" ? null
        : PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context =>
        {
            context.Cancel = true;
            Signalled.Set();
        });

    // The signal ends some work, and the program goes on to another end.
    static void GoOn(Settings settings)
    {
        Console.WriteLine("ready");
        Signalled.Wait();
        Thread.Sleep(TimeSpan.FromSeconds(4));
        Events.Write(Log.Logger, settings);
    }

    static void WaitForEver()
    {
        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
    }

    // As a host does: its handler is the newest, and the program goes on.
    static void CancelSignal()
    {
        using var handled = new ManualResetEventSlim();
        using var handler = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        using var oldest = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => handled.Set());
        Console.WriteLine("ready");
        handled.Wait();
        Thread.Sleep(TimeSpan.FromSeconds(0.5));
        Console.WriteLine($"pending {RudderStackDelivery.FlushAsync(TimeSpan.Zero).Result.Pending}");
        Process.GetCurrentProcess().Kill();
    }
}
