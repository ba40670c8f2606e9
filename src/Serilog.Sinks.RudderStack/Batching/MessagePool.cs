using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>Free messages, by the size of their buffers.</summary>
/// <remarks>
/// Eight sizes for each power of two, so that at most an eighth of a buffer is waste; the shared array pool would waste
/// up to half and, with a long queue, hardly ever have one to give. Not synchronised: the ledger calls it under its lock.
/// </remarks>
sealed class MessagePool
{
    const int SmallestSize = 256;
    const int SizesPerDoubling = 8;

    readonly long _keptBytesLimit;
    readonly QueuedMessage?[] _free = new QueuedMessage?[SizesPerDoubling * 24];
    long _keptBytes;

    /// <param name="keptBytesLimit">What free messages may hold in all; beyond it they are left to the garbage collector.</param>
    public MessagePool(long keptBytesLimit) => _keptBytesLimit = keptBytesLimit;

    /// <summary>The buffer size that a message of this length gets.</summary>
    public static int CapacityFor(int length) => SizeOf(ClassOf(length));

    [MethodImpl(Jit.Hot)]
    public QueuedMessage Rent(int length)
    {
        var sizeClass = ClassOf(length);
        if (_free[sizeClass] is not { } message)
            return new QueuedMessage(new byte[SizeOf(sizeClass)]);

        _free[sizeClass] = message.Next;
        message.Next = null;
        _keptBytes -= message.Capacity;
        return message;
    }

    /// <param name="message">A message that has been cleared and that nobody else refers to.</param>
    [MethodImpl(Jit.Hot)]
    public void Return(QueuedMessage message)
    {
        if (_keptBytes + message.Capacity > _keptBytesLimit)
            return;

        var sizeClass = ClassOf(message.Capacity);
        message.Next = _free[sizeClass];
        _free[sizeClass] = message;
        _keptBytes += message.Capacity;
    }

    [MethodImpl(Jit.Hot)]
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

    [MethodImpl(Jit.Hot)]
    static int SizeOf(int sizeClass)
    {
        var floor = SmallestSize << (sizeClass / SizesPerDoubling);
        return floor + sizeClass % SizesPerDoubling * (floor / SizesPerDoubling);
    }
}
