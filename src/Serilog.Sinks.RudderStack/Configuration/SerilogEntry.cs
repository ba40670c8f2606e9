using Microsoft.Extensions.Configuration;

namespace Serilog.Sinks.RudderStack.Configuration;

/// <summary>Finds the <c>Args</c> that Serilog.Settings.Configuration has called a method with.</summary>
/// <remarks>
/// It passes arguments, not their place, and drops names that the method does not have. The place is known from an argument
/// that is a section; without one, entries are compared with the arguments.
/// </remarks>
sealed class SerilogEntry
{
    static readonly string[] Methods = ["WriteTo", "AuditTo"];

    readonly string _method;
    readonly string _name;
    readonly IConfiguration _configuration;

    /// <param name="method"><c>WriteTo</c> or <c>AuditTo</c>.</param>
    /// <param name="name">The name of the sink.</param>
    /// <param name="configuration">What the program has given to <c>ReadFrom.Configuration</c>.</param>
    public SerilogEntry(string method, string name, IConfiguration configuration)
    {
        _method = method;
        _name = name;
        _configuration = configuration;
    }

    /// <summary>The section in which an argument stands.</summary>
    public IConfigurationSection? Around(IConfigurationSection argument)
    {
        // Paths count from the root, which a program that gives a section does not give.
        var above = _configuration is IConfigurationSection section ? section.Path + ConfigurationPath.KeyDelimiter : "";
        var parent = ConfigurationPath.GetParentPath(argument.Path);
        return parent is not null && parent.StartsWith(above, StringComparison.OrdinalIgnoreCase)
            ? _configuration.GetSection(parent.Substring(above.Length))
            : null;
    }

    /// <summary>The sections whose arguments are these, which may be several; none when the Serilog section lies deeper than one level.</summary>
    public IReadOnlyList<IConfigurationSection> With(IReadOnlyDictionary<string, string?> arguments) =>
        (from start in Starts()
         from args in Entries(start, start.Key)
         where arguments.All(argument => Expand(args[argument.Key]) == argument.Value)
         select args).ToList();

    // Sections are named as the program likes; those of values, such as environment variables, are passed over at once.
    IEnumerable<IConfigurationSection> Starts() =>
        from top in _configuration.GetChildren()
        where top.Value is null
        from start in IsMethod(top.Key) ? [top] : Methods.Select(top.GetSection)
        select start;

    // The nearest of the two around an entry is the one that it belongs to: loggers may be nested.
    IEnumerable<IConfigurationSection> Entries(IConfigurationSection section, string method)
    {
        if (IsMethod(section.Key))
            method = section.Key;
        if (section["Name"] == _name && method.Equals(_method, StringComparison.OrdinalIgnoreCase))
            yield return section.GetSection("Args");

        foreach (var child in section.GetChildren())
        {
            foreach (var found in Entries(child, method))
                yield return found;
        }
    }

    static bool IsMethod(string key) => Methods.Contains(key, StringComparer.OrdinalIgnoreCase);

    static string? Expand(string? text) => text is null ? null : Environment.ExpandEnvironmentVariables(text);
}
