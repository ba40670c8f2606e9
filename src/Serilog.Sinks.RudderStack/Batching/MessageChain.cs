using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>A queue of messages, linked through the messages themselves. Guarded by the lock of its owner.</summary>
struct MessageChain
{
    QueuedMessage? _tail;

    /// <summary>The oldest message; null when there is none.</summary>
    public QueuedMessage? Head { get; private set; }

    [MethodImpl(Jit.Hot)]
    public void Add(QueuedMessage message)
    {
        if (_tail is null)
            Head = message;
        else
            _tail.NextInQueue = message;
        _tail = message;
    }

    /// <summary>Takes the oldest message; there must be one.</summary>
    [MethodImpl(Jit.Hot)]
    public QueuedMessage Take()
    {
        var message = Head!;
        Head = message.NextInQueue;
        message.NextInQueue = null;
        if (Head is null)
            _tail = null;
        return message;
    }
}
