namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>The shares of an outbox's users, each sent by one process at a time, whoever has stored the messages.</summary>
/// <remarks>
/// Ownership is a lock of the operating system on a file beside the database, which dies with the process: no lease, no
/// clock. A process takes what is free and keeps it until it ends.
/// </remarks>
sealed class Partitions
{
    public const int Count = 16;

    readonly string _folder;
    readonly string _name;
    readonly FileStream?[] _locks = new FileStream?[Count];

    // The last id that was stored before the partition was taken; -1 when it is another's.
    readonly long[] _boundaries = new long[Count];

    /// <param name="path">The path of the database.</param>
    /// <param name="name">The name of the outbox.</param>
    public Partitions(string path, string name)
    {
        _folder = path + "-locks";
        _name = name;
        for (var i = 0; i < Count; i++)
            _boundaries[i] = -1;
    }

    /// <summary>Whether all are this process's.</summary>
    public bool AreAllOwned => Array.TrueForAll(_locks, static one => one is not null);

    /// <summary>Whether none is.</summary>
    public bool AreNoneOwned => Array.TrueForAll(_locks, static one => one is null);

    public static int Of(int userHash) => (int)((uint)userHash % Count);

    public bool Owns(int partition) => Volatile.Read(ref _boundaries[partition]) >= 0;

    /// <summary>Whether a message was stored before its partition was taken.</summary>
    public bool IsEarlier(int partition, long id) => id <= _boundaries[partition];

    /// <summary>Locks what is free; not yet owned, which <see cref="Own"/> says.</summary>
    public List<int> TryLock()
    {
        var locked = new List<int>();
        Directory.CreateDirectory(_folder);
        for (var i = 0; i < Count; i++)
        {
            if (_locks[i] is null && FileSystem.TryLock(Path.Combine(_folder, $"{_name}.{i:00}")) is { } taken)
            {
                _locks[i] = taken;
                locked.Add(i);
            }
        }

        return locked;
    }

    /// <summary>Lets go of what was locked and is not to be owned.</summary>
    public void Unlock(List<int> partitions)
    {
        foreach (var partition in partitions)
        {
            _locks[partition]?.Dispose();
            _locks[partition] = null;
        }
    }

    /// <summary>Waits for nobody; whoever has this may replace the database.</summary>
    /// <returns>The lock; null when another process has it.</returns>
    public FileStream? TryLockFile()
    {
        Directory.CreateDirectory(_folder);
        return FileSystem.TryLock(Path.Combine(_folder, "replace"));
    }

    /// <summary>From now on messages of the partition are this process's; the caller lets nobody store meanwhile.</summary>
    public void Own(int partition, long boundary) => Volatile.Write(ref _boundaries[partition], boundary);

    /// <summary>Leaves all of them to others.</summary>
    public void Release()
    {
        for (var i = 0; i < Count; i++)
        {
            Volatile.Write(ref _boundaries[i], -1);
            _locks[i]?.Dispose();
            _locks[i] = null;
        }
    }
}
