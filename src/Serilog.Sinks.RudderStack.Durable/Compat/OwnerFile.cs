#if !NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace Serilog.Sinks.RudderStack.Durable.Compat;

/// <summary>Makes an empty file that only its owner may read and write. SQLite gives its other files the same mode.</summary>
static class OwnerFile
{
#if NET8_0_OR_GREATER
    public static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }
#else
    // On Windows the folder says who may read it.
    public static void Create(string path)
    {
        // One that is empty may be of a process that was killed before it came to this.
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (file.Length > 0 || RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return;

        const uint ownerReadsAndWrites = 0x180; // 0600

        // A file system without modes refuses it, and has nothing to protect.
        try
        {
            _ = ChangeMode(path, ownerReadsAndWrites);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system with another C library: the folder says who may read it.
        }
    }

    [DllImport("libc", EntryPoint = "chmod", CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32 | DllImportSearchPath.SafeDirectories)]
    static extern int ChangeMode(string path, uint mode);
#endif
}
