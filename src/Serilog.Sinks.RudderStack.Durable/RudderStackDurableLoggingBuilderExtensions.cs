using Microsoft.Extensions.DependencyInjection;
using Serilog.Sinks.RudderStack.Durable;
using Serilog.Sinks.RudderStack.Durable.Compat;
using Serilog.Sinks.RudderStack.Durable.Storage;
using Serilog.Sinks.RudderStack.Storage;

namespace Microsoft.Extensions.Logging;

/// <summary>Gives the sink of <c>AddRudderStack</c> an outbox on disk.</summary>
public static class RudderStackDurableLoggingBuilderExtensions
{
    /// <summary>Stores analytics events in an outbox on disk before the log call returns, and sends them from there.</summary>
    /// <remarks>
    /// Before or after <c>AddRudderStack</c>. Section <c>Logging:RudderStack:Outbox</c> has the options and, where code gives none,
    /// the path. Whatever is wrong with them makes the host fail at start.
    /// </remarks>
    /// <param name="builder">The host's <c>Logging</c>.</param>
    /// <param name="path">The path of the outbox's file, on a local disk; <c>Outbox:Path</c> of the section when null.</param>
    /// <param name="configure">Sets the outbox's options, over what the section says.</param>
    /// <returns>The builder, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static ILoggingBuilder UseDurableOutbox(this ILoggingBuilder builder, string? path = null, Action<RudderStackOutboxOptions>? configure = null)
    {
        Guard.NotNull(builder, nameof(builder));
        builder.Services.AddSingleton(new MessageStoreSource(section => OutboxStore.Create(path, section, configure)));
        return builder;
    }
}
