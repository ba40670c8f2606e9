using System.ComponentModel;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Plans;

/// <summary>A key of a tracking plan, made once and used by all objects of its class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PlannedKey
{
    /// <summary>Makes a key.</summary>
    /// <param name="name">The key on the wire.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public PlannedKey(string name)
    {
        Guard.NotNull(name, nameof(name));
        Name = name;
    }

    internal string Name { get; }
}
