using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace EndToEnd.Tests.Documentation;

/// <summary>Which assemblies each package brings to a project, its dependencies included, as NuGet has worked it out for <c>tests/ReaderPackages</c>.</summary>
static class ReaderPackages
{
    const string AspNetCore = "Microsoft.AspNetCore.App";

    /// <summary>Packages that bring the compiler something else than references.</summary>
    static readonly string[] DevelopmentDependencies = ["Serilog.Sinks.RudderStack.TrackingPlans"];

    static readonly Dictionary<string, string> Shared = AllIn(typeof(object));

    static readonly Dictionary<string, string> SharedAspNetCore = AllIn(typeof(WebApplication));

    static readonly Lazy<JsonElement> Assets = new(() => JsonElement.Parse(File.ReadAllText(Readme.PathOf("tests/ReaderPackages/obj/project.assets.json"))));

    static readonly Lazy<Dictionary<string, Library>> Libraries = new(ReadLibraries);

    static readonly Lazy<IReadOnlyCollection<string>> Direct = new(ReadInstallable);

    /// <summary>Those that <c>tests/ReaderPackages</c> refers to by itself.</summary>
    public static IReadOnlyCollection<string> Installable => Direct.Value;

    public static bool Knows(string package) => Libraries.Value.ContainsKey(package) || DevelopmentDependencies.Contains(package);

    /// <summary>Paths of the assemblies of .NET, of packages and what they depend on, and of ASP.NET Core where it is asked for or a package needs it.</summary>
    public static IReadOnlyCollection<string> AssembliesOf(IEnumerable<string> packages, bool withAspNetCore)
    {
        var all = WithDependencies(packages);
        var assemblies = all.SelectMany(library => library.Assemblies).ToDictionary(path => Path.GetFileName(path), StringComparer.Ordinal);

        // What a framework has, it has in the version of the framework.
        foreach (var (name, path) in withAspNetCore || all.Any(library => library.NeedsAspNetCore) ? Shared.Concat(SharedAspNetCore) : Shared)
            assemblies[name] = path;
        return assemblies.Values;
    }

    /// <summary>How many assemblies a package brings, those of ASP.NET Core included.</summary>
    public static int SizeOf(string package) => AssembliesOf([package], withAspNetCore: false).Count;

    static IReadOnlyCollection<Library> WithDependencies(IEnumerable<string> packages)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(packages.Except(DevelopmentDependencies));
        while (open.TryPop(out var package))
        {
            // .NET has in it what a package that is not listed would bring.
            if (seen.Add(package) && Libraries.Value.TryGetValue(package, out var library))
                library.Dependencies.ForEach(open.Push);
        }

        return [.. seen.Where(Libraries.Value.ContainsKey).Select(package => Libraries.Value[package])];
    }

    static List<string> ReadInstallable()
    {
        var project = Assets.Value.GetProperty("project");
        var projects = project.GetProperty("restore").GetProperty("frameworks").EnumerateObject().Single().Value.GetProperty("projectReferences");
        return
        [
            .. project.GetProperty("frameworks").EnumerateObject().Single().Value.GetProperty("dependencies").EnumerateObject().Select(package => package.Name),
            .. projects.EnumerateObject().Select(reference => Path.GetFileNameWithoutExtension(reference.Name)),
        ];
    }

    static Dictionary<string, Library> ReadLibraries()
    {
        string[] folders = [.. Assets.Value.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        var paths = Assets.Value.GetProperty("libraries");
        return Assets.Value.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject().ToDictionary(
            library => library.Name.Split('/')[0],
            library => new Library(
                [.. Members(library.Value, "compile").Where(path => path.EndsWith(".dll", StringComparison.Ordinal)).Select(path => PathOf(path, paths.GetProperty(library.Name), folders))],
                [.. Members(library.Value, "dependencies")],
                library.Value.TryGetProperty("frameworkReferences", out var frameworks) && frameworks.EnumerateArray().Any(name => name.GetString() == AspNetCore)));
    }

    // A project of this repository is built into the folder of the tests.
    static string PathOf(string path, JsonElement library, string[] folders) => library.GetProperty("type").GetString() == "project"
        ? Path.Combine(AppContext.BaseDirectory, Path.GetFileName(path))
        : folders.Select(folder => Path.Combine(folder, library.GetProperty("path").GetString()!, path)).First(File.Exists);

    static IEnumerable<string> Members(JsonElement library, string name) =>
        library.TryGetProperty(name, out var members) ? members.EnumerateObject().Select(member => member.Name) : [];

    static Dictionary<string, string> AllIn(Type inFramework)
    {
        var folder = Path.GetDirectoryName(inFramework.Assembly.Location);
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder).Distinct()
            .ToDictionary(path => Path.GetFileName(path), StringComparer.Ordinal);
    }

    sealed record Library(IReadOnlyList<string> Assemblies, List<string> Dependencies, bool NeedsAspNetCore);
}
