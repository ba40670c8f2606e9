using System.Reflection;

namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>How this library names itself to the server.</summary>
static class Library
{
    public const string Name = "Serilog.Sinks.RudderStack";

    /// <summary>The version of the package: the gateway takes the four parts of an assembly's version for no version at all.</summary>
    public static string Version { get; } = typeof(Library).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
