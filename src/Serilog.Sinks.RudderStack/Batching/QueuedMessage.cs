using System.Runtime.CompilerServices;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>A message on its way: the bytes, and what must be known without reading them.</summary>
/// <remarks>
/// <para>
/// It holds bytes, not the log event's object graph, so that what waits in the queue costs the garbage collector nothing.
/// Messages and their buffers are reused: whoever settles a message gives it back, and nobody may touch it after.
/// </para>
/// <para>
/// A message has one owner at a time: the send queue from admission on, then the sender that took it. Only the owner reads
/// or writes the bytes. The link fields each belong to one structure and its lock.
/// </para>
/// </remarks>
sealed class QueuedMessage
{
    // Of the object on a 64-bit runtime.
    const int Overhead = 96;

    readonly byte[] _slab;
    readonly int _offset;
    int _length;

    /// <param name="slab">Holds the buffers of several messages.</param>
    /// <param name="offset">Where that of this one begins.</param>
    /// <param name="capacity">Its length.</param>
    public QueuedMessage(byte[] slab, int offset, int capacity)
    {
        _slab = slab;
        _offset = offset;
        Capacity = capacity;
    }

    /// <summary>A message with a buffer of its own.</summary>
    public QueuedMessage(int capacity)
        : this(new byte[capacity], 0, capacity)
    {
    }

    /// <summary>The length of the buffer.</summary>
    public int Capacity { get; }

    /// <summary>The bytes that this message keeps in memory: the buffer, used or not, and itself.</summary>
    public int Memory => MemoryFor(Capacity);

    /// <summary>The length of the message.</summary>
    public int Length => _length;

    /// <summary>The message, with whatever <c>sentAt</c> was stamped last.</summary>
    public ReadOnlySpan<byte> Json => _slab.AsSpan(_offset, _length);

    /// <summary>The message for the payload that is put together.</summary>
    public ArraySegment<byte> Segment => new(_slab, _offset, _length);

    /// <summary>The same for all messages of one user.</summary>
    public int UserHash { get; private set; }

    /// <summary>Counts admissions of one sink; earlier messages have smaller numbers.</summary>
    public long Sequence { get; set; }

    /// <summary>Where the message is between admission and settlement. Guarded by the ledger's lock.</summary>
    public QueuedMessageState State { get; set; }

    /// <summary>The log event it was made from; kept only for a failure listener.</summary>
    public LogEvent? Original { get; private set; }

    /// <summary>The ledger's list of pending messages, or its pool of free ones. Guarded by the ledger's lock.</summary>
    public QueuedMessage? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public QueuedMessage? Next { get; set; }

    /// <summary>The next message that waits, or the next of the same lane. Guarded by the send queue's lock.</summary>
    public QueuedMessage? NextInQueue { get; set; }

    /// <summary>What <see cref="Memory"/> will be with a buffer of this length.</summary>
    public static int MemoryFor(int capacity) => capacity + Overhead;

    [MethodImpl(Jit.Hot)]
    public void Fill(ReadOnlySpan<byte> json, int userHash, LogEvent? original)
    {
        json.CopyTo(_slab.AsSpan(_offset, Capacity));
        _length = json.Length;
        UserHash = userHash;
        Original = original;
    }

    public void StampSentAt(ReadOnlySpan<byte> sentAt) => SentAt.Stamp(_slab.AsSpan(_offset, _length), sentAt);

    /// <summary>Forgets the message, bytes included, before it may be filled again.</summary>
    [MethodImpl(Jit.Hot)]
    public void Clear()
    {
        _slab.AsSpan(_offset, _length).Clear();
        _length = 0;
        Original = null;
        NextInQueue = null;
    }
}
