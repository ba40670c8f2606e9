namespace Serilog.Sinks.RudderStack.Reports;

/// <summary>What a report asks somebody to do, for those that are shown on standard error.</summary>
enum Notice
{
    /// <summary>Not shown there.</summary>
    None,

    /// <summary>Key, source or URL is wrong, or nothing ever answered.</summary>
    Delivery,

    /// <summary>The program logs events that cannot be sent, are sent twice, or are not logged at all.</summary>
    Events,

    /// <summary>The program ended without closing its logger.</summary>
    ProcessEnd,
}

/// <summary>Shows, once per process and kind, what nobody else may see: a first program has switched no diagnostics on.</summary>
static class StandardErrorNotices
{
    static int _shown;

    public static void Write(Notice notice, string line, StandardErrorReports use, bool isRead)
    {
        try
        {
            if (use == StandardErrorReports.Never || (use == StandardErrorReports.Auto && (isRead || Console.IsErrorRedirected)))
                return;

            if (IsFirst(1 << (int)notice))
                Console.Error.WriteLine(line);
        }
        catch (Exception)
        {
            // There is no console, or it is closed.
        }
    }

    static bool IsFirst(int kind)
    {
        for (var shown = Volatile.Read(ref _shown); (shown & kind) == 0; shown = Volatile.Read(ref _shown))
        {
            if (Interlocked.CompareExchange(ref _shown, shown | kind, shown) == shown)
                return true;
        }

        return false;
    }
}
