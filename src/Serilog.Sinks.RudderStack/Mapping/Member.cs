using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>A member of an object under construction.</summary>
struct Member
{
    /// <summary>The name in the message.</summary>
    public string Name;

    /// <summary>The name ready to be copied; null if it has to be escaped first.</summary>
    public byte[]? Utf8;

    /// <summary>The name in the program, which decides between names that become equal.</summary>
    public string Source;

    public LogEventPropertyValue? Value;

    /// <summary>The object that this one is merged over, as an index into the members; -1 for none.</summary>
    public int Beneath;

    /// <summary>Of equal names from several layers the highest layer has its way.</summary>
    public byte Layer;

    /// <summary>Whether the member is only there to be merged into another.</summary>
    public bool IsBeneath;
}
