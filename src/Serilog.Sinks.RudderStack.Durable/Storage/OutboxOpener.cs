namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>Opens the file, and replaces one that is damaged, once for all processes that have it open.</summary>
/// <remarks>Guarded by both locks of the store.</remarks>
sealed class OutboxOpener
{
    readonly string _path;
    readonly RudderStackOutboxOptions _options;
    readonly Partitions _partitions;

    // How often the file was found damaged since it was last begun, and which file it is.
    int _damages;
    long _identity;

    public OutboxOpener(string path, RudderStackOutboxOptions options, Partitions partitions) => (_path, _options, _partitions) = (path, options, partitions);

    /// <summary>The file was found to be damaged while it was used.</summary>
    public void FoundDamaged() => _damages++;

    /// <param name="now">The time.</param>
    /// <param name="highestId">The highest id that this process knows.</param>
    /// <param name="firstUnread">After which id a damaged file may have rows that no lane has.</param>
    /// <param name="report">Gets a sentence, when the file was replaced.</param>
    /// <param name="isAnother">Whether it is another file than the one opened before.</param>
    /// <exception cref="SqliteFault">It cannot be opened.</exception>
    /// <exception cref="OutboxRefused">It is not for this program, or not now.</exception>
    /// <exception cref="IOException">It cannot be opened or replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be opened or replaced.</exception>
    public Connections Open(DateTimeOffset now, long highestId, long firstUnread, Action<string> report, out bool isAnother)
    {
        Connections open;
        try
        {
            open = Connect();
        }
        catch (SqliteFault fault) when (fault.IsCorruption)
        {
            open = Replace(now, highestId, firstUnread, report);
        }

        // Another process has replaced it.
        if (IsAnother(open))
            _damages = 0;

        if (_damages > 0 && (_damages > 1 || !open.Reader.IsSound()))
        {
            open.Dispose();
            open = Replace(now, highestId, firstUnread, report);
        }

        isAnother = IsAnother(open);
        _identity = open.Identity;
        return open;
    }

    bool IsAnother(Connections open) => _identity != 0 && open.Identity != _identity;

    Connections Connect() => new(_path, _options.Name, _options.Durability == OutboxDurability.PowerLoss);

    // Another process may be about to do the same, or have done it: then its new file stays.
    Connections Replace(DateTimeOffset now, long highestId, long firstUnread, Action<string> report)
    {
        using var only = _partitions.TryLockFile() ?? throw new OutboxRefused("it is damaged, and another process replaces it.");
        if (_damages <= 1 && TryConnectToSound() is { } other)
            return other;

        var aside = OutboxFile.SetAside(_path, now);
        var open = Connect();

        // Above whatever any process has read or has in its lanes: ids count from 1, and this is microseconds.
        open.StartIdsAfter(Math.Max(highestId, now.ToUnixTimeMilliseconds() * 1000));
        var saved = Salvage.Copy(aside, open, _options.Name, firstUnread);
        _damages = 0;
        report($"the outbox {_path} is damaged. It was set aside as {aside}, and a new one was begun, with {saved} messages that could still be read.");
        return open;
    }

    Connections? TryConnectToSound()
    {
        try
        {
            var open = Connect();
            if (open.Reader.IsSound())
                return open;
            open.Dispose();
        }
        catch (SqliteFault fault) when (fault.IsCorruption)
        {
            // It is damaged.
        }

        return null;
    }
}
