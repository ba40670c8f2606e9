namespace Serilog.Sinks.RudderStack;

/// <summary>Whether faults that must be fixed are also written to standard error.</summary>
/// <remarks>
/// These are, each once per process: a refused write key, a wrong URL or a data plane that could never be reached; events
/// that cannot be sent; events still queued when the process ends.
/// </remarks>
public enum StandardErrorReports
{
    /// <summary>Only where standard error is a terminal, and nobody listens: no <c>SelfLog</c>, no <c>OnReport</c>, no listener.</summary>
    Auto,

    /// <summary>In any case, also when standard error is redirected.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}
