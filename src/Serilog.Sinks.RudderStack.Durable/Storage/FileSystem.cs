using Serilog.Sinks.RudderStack.Durable.Compat;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>What the outbox needs of the file system.</summary>
static class FileSystem
{
    /// <summary>For tests: whether a folder counts as one of a network file system.</summary>
    public static Func<string, bool>? TakeForNetwork { get; set; }

    /// <summary>Whether a folder lies on another machine. SQLite: "do not use WAL on a network filesystem".</summary>
    public static bool IsOfNetwork(string folder)
    {
        if (TakeForNetwork is { } takeForNetwork)
            return takeForNetwork(folder);
        try
        {
            return folder.StartsWith(@"\\", StringComparison.Ordinal) || new DriveInfo(folder).DriveType == DriveType.Network;
        }
        catch (ArgumentException)
        {
            // .NET Framework knows drives by their letters only.
            return new DriveInfo(Path.GetPathRoot(folder)!).DriveType == DriveType.Network;
        }
    }

    /// <summary>Takes a lock that the operating system frees when the process ends, however it ends; null when another has it.</summary>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static FileStream? TryLock(string path)
    {
        try
        {
            if (!File.Exists(path))
                OwnerFile.Create(path);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
