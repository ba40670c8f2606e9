using System.Reflection;
using System.Runtime.Loader;

namespace EndToEnd.Tests.Plugins;

/// <summary>The load context of a plug-in that brings its own copy of the sink, and of Serilog or not.</summary>
sealed class PluginContext : AssemblyLoadContext
{
    readonly HashSet<string> _own = ["Serilog.Sinks.RudderStack", "Serilog.Sinks.PeriodicBatching"];

    public PluginContext(bool ownSerilog)
        : base(nameof(PluginContext), isCollectible: true)
    {
        if (ownSerilog)
            _own.Add("Serilog");
    }

    /// <summary>Runs <see cref="Plugin.Run"/> of a copy of this assembly that stands in the context.</summary>
    public void Run(string writeKey, string url) => LoadFromAssemblyPath(typeof(Plugin).Assembly.Location)
        .GetType(typeof(Plugin).FullName!, throwOnError: true)!
        .GetMethod(nameof(Plugin.Run))!
        .CreateDelegate<Action<string, string>>()(writeKey, url);

    protected override Assembly? Load(AssemblyName assemblyName) => _own.Contains(assemblyName.Name!)
        ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"))
        : null;
}
