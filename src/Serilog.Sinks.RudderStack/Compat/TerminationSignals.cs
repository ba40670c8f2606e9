#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Notifies of the signals that end a process, which raise no event of .NET.</summary>
/// <remarks>
/// The process ends as it would without this: the signal is not cancelled, so the exit code stays. Handlers run newest first.
/// Somebody whose handler came before and has cancelled the end, such as a host, closes its loggers itself. A host that
/// registered before this was made waits until this returns, which is a known weakness: what older handlers will decide cannot
/// be known.
/// </remarks>
sealed class TerminationSignals : IDisposable
{
#if NET8_0_OR_GREATER
    readonly List<PosixSignalRegistration> _registrations = [];

    public TerminationSignals(Action ending)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT })
        {
            try
            {
                _registrations.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    if (!context.Cancel)
                        ending();
                }));
            }
            catch (Exception exception) when (exception is PlatformNotSupportedException or IOException)
            {
                // A platform without this signal, such as a browser.
            }
        }
    }

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());
#else
    public TerminationSignals(Action ending)
    {
        // .NET Framework raises ProcessExit or nothing.
        _ = ending;
    }

    public void Dispose()
    {
    }
#endif
}
