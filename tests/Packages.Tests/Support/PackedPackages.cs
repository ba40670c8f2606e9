using System.IO.Compression;
using System.Xml.Linq;

namespace Packages.Tests.Support;

/// <summary>The packages as an owner would pack them, from a copy of the sources, and a place for programs that use them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    // That of the project, in a form that no feed has and no cache holds from an earlier run.
    public string Version { get; } = $"{Repository.VersionPrefix}-packed.{DateTime.UtcNow:yyyyMMddHHmmssfff}";

    public string Root { get; } = Directory.CreateTempSubdirectory("rudderstack-packages-").FullName;

    /// <summary>Where the packages are.</summary>
    public string Folder => Path.Combine(Root, "packed");

    /// <summary>What `dotnet pack` wrote.</summary>
    internal Output Packing { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var sources = Path.Combine(Root, "first-folder");
        await Repository.CopyAsync(sources);
        await Repository.CommitAsync(sources);
        Packing = await PackAsync(sources, Folder);

        // Beside the sources that the machine knows: they have all other packages.
        await File.WriteAllTextAsync(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Folder}" />
              </packageSources>
            </configuration>
            """);
        await File.WriteAllTextAsync(Path.Combine(Root, "Directory.Build.props"), $"<Project><PropertyGroup><PackedVersion>{Version}</PackedVersion></PropertyGroup></Project>");
    }

    public async Task DisposeAsync()
    {
        try
        {
            if (Directory.Exists(Folder))
                await RemoveFromCacheAsync();
        }
        finally
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    async Task RemoveFromCacheAsync()
    {
        var caches = await Command.DotnetAsync(Root, "nuget", "locals", "global-packages", "--list");
        var cache = caches.Text.Split("global-packages:")[1].Trim();
        foreach (var id in Directory.GetFiles(Folder, "*.nupkg").Select(IdOf))
        {
            var cached = Path.Combine(cache, id.ToLowerInvariant(), Version);
            if (Directory.Exists(cached))
                Directory.Delete(cached, recursive: true);
        }
    }

    /// <summary>Packs all, whatever address the project has by now. The build of the solution has looked for vulnerable packages.</summary>
    internal Task<Output> PackAsync(string sources, string target) =>
        Command.DotnetAsync(sources, "pack", Repository.Solution, "-c", "Release", "--output", target, $"-p:Version={Version}", "-p:RepositoryUrl=", "-p:PackageProjectUrl=", "-p:NuGetAudit=false");

    /// <summary>A program's folder.</summary>
    internal string Prepare(string program)
    {
        var folder = Path.Combine(Root, "programs", program);
        if (Directory.Exists(folder))
            return folder;

        var original = Path.Combine(Repository.Root, "tests", "Packages.Tests", "Programs", program);
        foreach (var file in Directory.EnumerateFiles(original, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }

    public string FileOf(string id, string extension = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{extension}");

    public ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(FileOf(id, extension));

    /// <summary>What the package says of itself.</summary>
    public XElement Metadata(string id)
    {
        using var package = Open(id);
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    string IdOf(string file) => Path.GetFileNameWithoutExtension(file)[..^(Version.Length + 1)];
}

[CollectionDefinition(Name)]
public sealed class SharedPackages : ICollectionFixture<PackedPackages>
{
    public const string Name = "packed packages";
}
