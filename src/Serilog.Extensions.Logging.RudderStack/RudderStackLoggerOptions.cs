using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Storage;

namespace Microsoft.Extensions.Logging;

/// <summary>What <c>AddRudderStack</c> needs to know: the source, where its data plane is, and the sink's options.</summary>
/// <remarks>
/// Read from section <c>Logging:RudderStack</c> (<c>WriteKey</c>, <c>DataPlaneUrl</c>, <c>Sink:BatchSize</c>, ...); what code
/// sets wins. Validated when the host starts, and frozen then: later changes have no effect.
/// </remarks>
public sealed class RudderStackLoggerOptions
{
    /// <summary>The write key of the source in RudderStack.</summary>
    /// <remarks>Required, unless <see cref="RudderStackSinkOptions.Enabled"/> of <see cref="Sink"/> is false.</remarks>
    public string? WriteKey { get; set; }

    /// <summary>The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</summary>
    /// <remarks>Required, unless <see cref="RudderStackSinkOptions.Enabled"/> of <see cref="Sink"/> is false.</remarks>
    public string? DataPlaneUrl { get; set; }

    /// <summary>The options of the sink: batching, mapping, retries and so on.</summary>
    public RudderStackSinkOptions Sink { get; set; } = new();

    internal string? SectionWriteKey { get; set; }

    internal string? SectionDataPlaneUrl { get; set; }

    internal List<string> SectionFaults { get; } = [];

    /// <summary>Makes the store, when the sink has one.</summary>
    internal Func<MessageStore>? CreateStore { get; set; }
}
