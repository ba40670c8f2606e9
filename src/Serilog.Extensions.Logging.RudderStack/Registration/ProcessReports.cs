using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>Hands the host the reports of every sink of the process, from registration on; made once for each collection of services.</summary>
/// <remarks>Ends with the services. Sinks that are alive then are heard until they are disposed: a closing logger reports last.</remarks>
sealed class ProcessReports : IDisposable
{
    readonly HostReports _reports;
    readonly IDisposable _listening;

    public ProcessReports(HostReports reports)
    {
        _reports = reports;
        _listening = RudderStackReports.Listen(_reports.Write);
    }

    public void Dispose() => _listening.Dispose();
}
