namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>How the sink names itself in <c>context.library</c> and <c>User-Agent</c>.</summary>
static class LibraryInfo
{
    public const string Name = "Serilog.Sinks.RudderStack";

    /// <summary>The assembly's version in three parts: the gateway's statistics call a four-part one invalid.</summary>
    public static readonly string Version = typeof(LibraryInfo).Assembly.GetName().Version!.ToString(3);
}
