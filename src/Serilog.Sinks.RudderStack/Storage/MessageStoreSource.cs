using System.ComponentModel;
using Microsoft.Extensions.Configuration;

namespace Serilog.Sinks.RudderStack.Storage;

/// <summary>Gives the sink of <c>AddRudderStack</c> a store; for <c>Serilog.Sinks.RudderStack.Durable</c>, not for programs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MessageStoreSource
{
    readonly Func<IConfiguration?, MessageStore> _create;

    /// <param name="create">Makes the store, as section <c>Outbox</c> says.</param>
    public MessageStoreSource(Func<IConfiguration?, MessageStore> create) => _create = create;

    /// <summary>Makes the store.</summary>
    /// <param name="outbox">Section <c>Outbox</c>, if there is one.</param>
    /// <returns>The store.</returns>
    /// <exception cref="ArgumentException">At least one setting is wrong; the message has a line for each.</exception>
    public MessageStore Create(IConfiguration? outbox) => _create(outbox);
}
