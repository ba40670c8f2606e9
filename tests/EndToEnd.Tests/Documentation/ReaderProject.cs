using System.Collections.Immutable;

namespace EndToEnd.Tests.Documentation;

/// <summary>The project of a reader who types what a README says: its template and its packages.</summary>
/// <remarks>A README that names no template means a console program.</remarks>
sealed record ReaderProject
{
    const string Console = "console";

    const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    const string WebUsings = """
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;

        """;

    readonly string? _owner;

    /// <param name="owner">The package whose README this is, which its readers have; null if there is none.</param>
    public ReaderProject(string? owner)
    {
        _owner = owner;
        Packages = owner is null ? [] : [owner];
    }

    public string Template { get; private init; } = Console;

    public ImmutableHashSet<string> Packages { get; private init; }

    /// <summary>What a file of the project has in scope without a using of its own.</summary>
    public string GlobalUsings => ImplicitUsings + Template switch
    {
        "web" => WebUsings,
        "xunit" => "global using Xunit;",
        _ => "",
    };

    /// <summary>The assemblies that the compiler sees.</summary>
    public IReadOnlyCollection<string> Assemblies => ReaderPackages.AssembliesOf(Packages, withAspNetCore: Template == "web");

    /// <summary>The project after some shell commands. A new project has no package but the one whose README it is, and its template's.</summary>
    public ReaderProject After(string commands)
    {
        var project = this;
        foreach (var words in commands.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            project = words switch
            {
                ["dotnet", "new", var template, ..] => New(template),
                ["dotnet", "add", "package", var package, ..] => project.With([package]),
                _ => project,
            };
        }

        return project;
    }

    public ReaderProject With(IEnumerable<string> packages) => this with { Packages = Packages.Union(packages) };

    public ReaderProject Without(string package) => this with { Packages = Packages.Remove(package) };

    public override string ToString() => $"a {Template} project with {(Packages.IsEmpty ? "no package" : string.Join(", ", Packages.Order(StringComparer.Ordinal)))}";

    ReaderProject New(string template) => template switch
    {
        Console or "web" => new ReaderProject(_owner) { Template = template },
        "xunit" => new ReaderProject(_owner) { Template = template }.With(["xunit"]),
        _ => throw new NotSupportedException($"Say what a project of the template {template} has."),
    };
}
