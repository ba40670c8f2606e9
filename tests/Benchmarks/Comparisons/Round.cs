using Benchmarks.Clients;
using Benchmarks.Server;

namespace Benchmarks.Comparisons;

/// <summary>One client process with a server process of its own, from start to end.</summary>
/// <param name="Client">What the client cost.</param>
/// <param name="Server">What the server saw; nothing when the system does not send.</param>
sealed record Round(BurstReport Client, ServerReport? Server)
{
    public double CpuMicroseconds => Client.CpuSeconds * 1e6 / Delivered;

    public double AllocatedBytes => (double)Client.AllocatedBytes / Delivered;

    public double PeakMegabytes => Client.PeakResidentBytes / 1048576.0;

    public double WireBytes => Server is null ? 0 : (double)Server.Bytes / Delivered;

    public long Lost => Client.Events - Delivered;

    public long Delivered => Server?.Events ?? Client.Events;
}
