using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>A message on its way: the bytes, and what must be known without reading them.</summary>
/// <remarks>
/// <para>
/// It is a log event, without properties, because that is what <c>PeriodicBatchingSink</c> takes. It holds bytes and not the
/// object graph of the event that it was made from, so what waits in the queue costs the garbage collector little.
/// </para>
/// <para>
/// Messages and their buffers are reused. A message has one owner at a time: the lane from admission on, then the sender, to
/// whom the lane has presented it, until it is settled. Only the owner reads or writes the bytes.
/// </para>
/// </remarks>
sealed class QueuedMessage : LogEvent
{
    // On a 64-bit runtime: the object, and the empty dictionary of properties that each log event has.
    const int Overhead = 216;

    static readonly MessageTemplate NoTemplate = new([]);

    readonly byte[] _slab;
    readonly int _offset;
    int _length;

    /// <param name="slab">Holds the buffers of several messages.</param>
    /// <param name="offset">Where that of this one begins.</param>
    /// <param name="capacity">Its length.</param>
    public QueuedMessage(byte[] slab, int offset, int capacity)
        : base(default, LogEventLevel.Information, exception: null, NoTemplate, [])
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

    /// <summary>Whether hooks are called for it; not for a message that was logged inside a hook.</summary>
    public bool CallsHooks { get; private set; }

    /// <summary>Its id in the store; zero when it is in memory alone.</summary>
    public long StoreId { get; private set; }

    /// <summary>The log event it was made from; kept only for a failure listener.</summary>
    public LogEvent? Original { get; private set; }

    /// <summary>The next free message of the pool. Guarded by the pool's owner.</summary>
    public QueuedMessage? NextFree { get; set; }

    /// <summary>What <see cref="Memory"/> will be with a buffer of this length.</summary>
    public static int MemoryFor(int capacity) => capacity + Overhead;

    public void Fill(ReadOnlySpan<byte> json, int userHash, LogEvent? original, bool callsHooks, long storeId = 0)
    {
        json.CopyTo(_slab.AsSpan(_offset, Capacity));
        _length = json.Length;
        UserHash = userHash;
        Original = original;
        CallsHooks = callsHooks;
        StoreId = storeId;
    }

    public void StampSentAt(ReadOnlySpan<byte> sentAt) => SentAt.Stamp(_slab.AsSpan(_offset, _length), sentAt);

    /// <summary>Forgets the message, bytes included, before it may be filled again.</summary>
    public void Clear()
    {
        _slab.AsSpan(_offset, _length).Clear();
        _length = 0;
        Original = null;
    }
}
