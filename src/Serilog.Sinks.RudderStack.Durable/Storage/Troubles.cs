using SQLitePCL;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>What a person can do about a file that does not work.</summary>
static class Troubles
{
    public static string Describe(Exception exception) => exception switch
    {
        OutboxRefused => exception.Message,
        SqliteFault fault => fault.Code switch
        {
            raw.SQLITE_FULL => "the disk is full; free some space.",
            raw.SQLITE_READONLY => "the file, or its folder, cannot be written; let the program's user write both.",
            raw.SQLITE_CANTOPEN => "the file cannot be opened; let the program's user read and write it and its folder.",
            raw.SQLITE_PERM or raw.SQLITE_AUTH => "the file may not be used; let the program's user read and write it.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program keeps the file locked; end that program, or take another file.",
            raw.SQLITE_IOERR => $"the disk does not work ({fault.Message}).",
            _ => $"{fault.Message}.",
        },
        UnauthorizedAccessException => "the file, or its folder, may not be used; let the program's user read and write both.",
        DllNotFoundException or TypeInitializationException => $"SQLite's native library cannot be loaded ({exception.GetType().Name}); this platform has none, or it was not published with the program.",
        _ => $"{exception.GetType().Name}: its folder cannot be made or used; check the path.",
    };
}
