
namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>Free messages, by the size of their buffers.</summary>
/// <remarks>
/// <para>
/// Eight sizes for each power of two, so that at most an eighth of a buffer is waste; the shared array pool would waste
/// up to half and, with a long queue, hardly ever have one to give. Not synchronised: the ledger calls it under its lock.
/// </para>
/// <para>
/// Buffers are cut from slabs. A queue that grows doubles its buffers, until slabs are so large that the garbage collector
/// no longer moves them: moving what waits from generation to generation was most of what a burst cost it. A slab lives as
/// long as one of its messages; since messages leave in about the order in which they came, few slabs are kept by stragglers.
/// </para>
/// </remarks>
sealed class MessagePool
{
    const int SmallestSize = 256;
    const int SizesPerDoubling = 8;
    const int SizeClasses = SizesPerDoubling * 24;

    // Beyond the 85 000 bytes from which on arrays have a heap of their own.
    const int LargestSlab = 128 * 1024;

    readonly long _keptBytesLimit;
    readonly QueuedMessage?[] _free = new QueuedMessage?[SizeClasses];
    readonly int[] _made = new int[SizeClasses];
    long _keptBytes;

    /// <param name="keptBytesLimit">What free messages may hold in all; beyond it they are left to the garbage collector.</param>
    public MessagePool(long keptBytesLimit) => _keptBytesLimit = keptBytesLimit;

    /// <summary>The buffer size that a message of this length gets.</summary>
    public static int CapacityFor(int length) => SizeOf(ClassOf(length));

    public QueuedMessage Rent(int length)
    {
        var sizeClass = ClassOf(length);
        if (_free[sizeClass] is null)
            AddSlab(sizeClass);

        var message = _free[sizeClass]!;
        _free[sizeClass] = message.NextFree;
        message.NextFree = null;
        _keptBytes -= message.Capacity;
        return message;
    }

    /// <param name="message">A message that has been cleared and that nobody else refers to.</param>
    public void Return(QueuedMessage message)
    {
        var sizeClass = ClassOf(message.Capacity);
        if (_keptBytes + message.Capacity > _keptBytesLimit)
        {
            _made[sizeClass]--;
            return;
        }

        Keep(message, sizeClass);
    }

    // As many messages as there are of this size, so that little traffic makes single buffers and a burst large slabs.
    void AddSlab(int sizeClass)
    {
        var size = SizeOf(sizeClass);
        var room = Math.Min(LargestSlab, _keptBytesLimit - _keptBytes) / size;
        var count = (int)Math.Max(1, Math.Min(_made[sizeClass], room));
        var slab = new byte[count * size];
        for (var i = count - 1; i >= 0; i--)
            Keep(new QueuedMessage(slab, i * size, size), sizeClass);
        _made[sizeClass] += count;
    }

    void Keep(QueuedMessage message, int sizeClass)
    {
        message.NextFree = _free[sizeClass];
        _free[sizeClass] = message;
        _keptBytes += message.Capacity;
    }

    static int ClassOf(int length)
    {
        var doublings = 0;
        while (SmallestSize << (doublings + 1) < length)
            doublings++;
        var floor = SmallestSize << doublings;
        var step = floor / SizesPerDoubling;
        var steps = length <= floor ? 0 : (length - floor + step - 1) / step;
        return doublings * SizesPerDoubling + steps;
    }

    static int SizeOf(int sizeClass)
    {
        var floor = SmallestSize << (sizeClass / SizesPerDoubling);
        return floor + sizeClass % SizesPerDoubling * (floor / SizesPerDoubling);
    }
}
