using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;

namespace Benchmarks.Processes;

/// <summary>The cores that clients and the server get, so that they do not compete.</summary>
/// <remarks>
/// A child takes over the affinity of the thread that starts it, and so counts its processors right from its first
/// instruction. Linux sets the affinity of the main thread only, so children must be started from there.
/// </remarks>
sealed class Cores
{
    readonly nint _all;

    Cores(nint all, nint client, nint server, string note)
    {
        _all = all;
        Client = client;
        Server = server;
        Note = note;
    }

    /// <summary>The core of client processes; 0 when they are not pinned.</summary>
    public nint Client { get; }

    /// <summary>The core of the server; 0 when it is not pinned.</summary>
    public nint Server { get; }

    /// <summary>What a reader of the figures should know.</summary>
    public string Note { get; }

    public static Cores Choose()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return Unpinned("this system cannot pin a process to a core");

        try
        {
            using var self = Process.GetCurrentProcess();
            var all = self.ProcessorAffinity;
            var first = BitOperations.TrailingZeroCount(all);
            var last = nint.Size * 8 - 1 - BitOperations.LeadingZeroCount((nuint)all);
            return first == last
                ? Unpinned("there is only one core")
                : new Cores(all, (nint)1 << last, (nint)1 << first, $"Client pinned to core {last}, server to core {first}.");
        }
        catch (Win32Exception exception)
        {
            return Unpinned(exception.Message);
        }
    }

    /// <summary>Starts a process on some cores.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="mask">The cores; 0 for all.</param>
    public Process Start(ProcessStartInfo start, nint mask)
    {
        Pin(mask);
        try
        {
            return Process.Start(start)!;
        }
        finally
        {
            Pin(mask == 0 ? 0 : _all);
        }
    }

    static Cores Unpinned(string reason) => new(0, 0, 0, $"Not pinned, so client and server compete: {reason}.");

    static void Pin(nint mask)
    {
        if (mask == 0 || !OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return;
        using var self = Process.GetCurrentProcess();
        self.ProcessorAffinity = mask;
    }
}
