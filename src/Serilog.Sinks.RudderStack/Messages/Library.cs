namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>How this library names itself to the server.</summary>
static class Library
{
    public const string Name = "Serilog.Sinks.RudderStack";

    /// <summary>Three parts: the gateway takes a four-part .NET version for no version at all.</summary>
    public static string Version { get; } = typeof(Library).Assembly.GetName().Version!.ToString(3);
}
