using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Packages.Tests.Support;

namespace Packages.Tests;

/// <summary>What the packages hold and say of themselves.</summary>
[Collection(SharedPackages.Name)]
public partial class PackageTests(PackedPackages packages)
{
    const string Sink = "Serilog.Sinks.RudderStack";
    // Runs in a compiler, so it has its symbols in itself.
    const string Generator = "Serilog.Sinks.RudderStack.TrackingPlans";
    const string SourceLinkKind = "CC110556-A091-4D38-9FEC-25AB9A351A6A";

    /// <summary>Every package, and what it needs on each target: a new dependency is a decision.</summary>
    static readonly Dictionary<string, Dictionary<string, string[]>> Dependencies = new()
    {
        [Sink] = new()
        {
            ["net8.0"] = ["Microsoft.Extensions.Configuration.Abstractions 8.0.0", "Serilog 4.4.0", "Serilog.Sinks.PeriodicBatching 5.0.0"],
            [".NETStandard2.0"] =
                ["Microsoft.Bcl.TimeProvider 8.0.1", "Microsoft.Extensions.Configuration.Abstractions 8.0.0", "Serilog 4.4.0", "Serilog.Sinks.PeriodicBatching 5.0.0", "System.Text.Json 8.0.5"],
        },
        ["Serilog.Sinks.RudderStack.Durable"] = new()
        {
            ["net8.0"] = ["Microsoft.Extensions.Logging.Abstractions 8.0.0", "SQLitePCLRaw.bundle_e_sqlite3 2.1.12", "Serilog.Sinks.RudderStack", "System.IO.Hashing 8.0.0"],
            [".NETStandard2.0"] =
                ["Microsoft.Bcl.TimeProvider 8.0.1", "Microsoft.Extensions.Logging.Abstractions 8.0.0", "SQLitePCLRaw.bundle_e_sqlite3 2.1.12", "Serilog.Sinks.RudderStack", "System.IO.Hashing 8.0.0"],
        },
        ["Serilog.Extensions.Logging.RudderStack"] = new()
        {
            ["net8.0"] = ["Microsoft.Extensions.Hosting.Abstractions 8.0.0", "Microsoft.Extensions.Logging.Configuration 8.0.0", "Serilog.Extensions.Logging 8.0.0", "Serilog.Sinks.RudderStack"],
            [".NETStandard2.0"] = ["Microsoft.Extensions.Hosting.Abstractions 8.0.0", "Microsoft.Extensions.Logging.Configuration 8.0.0", "Serilog.Extensions.Logging 8.0.0", "Serilog.Sinks.RudderStack"],
        },
        ["Serilog.AspNetCore.RudderStack"] = new() { ["net8.0"] = ["Serilog 4.4.0", "Serilog.Sinks.RudderStack"] },
        [Generator] = [],
        ["RudderStack.LocalDataPlane"] = new() { ["net8.0"] = ["JsonSchema.Net 8.0.5", "System.Text.Json 10.0.0", "YamlDotNet 18.1.0"] },
        ["RudderStack.LocalDataPlane.Tool"] = [],
    };

    public static TheoryData<string> Ids => [.. Dependencies.Keys];

    [Fact]
    public void ThesePackagesAreMadeAndNoOthers() =>
        Assert.Equal(
            Dependencies.Keys.Select(id => $"{id}.{packages.Version}.nupkg").Order(StringComparer.Ordinal),
            Directory.GetFiles(packages.Folder, "*.nupkg").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Fact]
    public void PackingWarnsOfNothing() =>
        Assert.DoesNotContain("warn", packages.Packing.Text + packages.Packing.Error, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(Ids))]
    public void ItNeedsOnlyWhatTheTableSays(string id)
    {
        var groups = Elements(packages.Metadata(id), "group").Where(group => group.Parent!.Name.LocalName == "dependencies");

        var needed = groups.ToDictionary(
            group => group.Attribute("targetFramework")!.Value,
            group => Elements(group, "dependency").Select(Written).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal(Dependencies[id].OrderBy(target => target.Key).Select(Line), needed.OrderBy(target => target.Key).Select(Line));

        // Packages of ours always come in one version.
        string Written(XElement dependency) => (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value) switch
        {
            (var ours, var version) when Dependencies.ContainsKey(ours) => version == packages.Version ? ours : $"{ours} {version}",
            var (other, version) => $"{other} {version}",
        };

        static string Line(KeyValuePair<string, string[]> target) => $"{target.Key}: {string.Join(", ", target.Value.Order(StringComparer.Ordinal))}";
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ItSaysWhatItIs(string id)
    {
        var metadata = packages.Metadata(id);
        using var package = packages.Open(id);

        Assert.Equal(packages.Version, Text(metadata, "version"));
        Assert.Equal("Apache-2.0", Text(metadata, "license"));
        Assert.NotEmpty(Text(metadata, "authors"));
        Assert.NotEmpty(Text(metadata, "description"));
        Assert.Contains("rudderstack", Text(metadata, "tags").Split(' '));
        Assert.StartsWith("### ", Text(metadata, "releaseNotes"), StringComparison.Ordinal);

        // Width and height of a PNG.
        var icon = Read(package, Text(metadata, "icon"));
        Assert.Equal((128u, 128u), (BinaryPrimitives.ReadUInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(icon.AsSpan(20))));

        var readme = Encoding.UTF8.GetString(Read(package, Text(metadata, "readme")));
        Assert.StartsWith($"# {id}\n", readme, StringComparison.Ordinal);
        Assert.Matches($@"dotnet (add package|tool install( --global)?) {System.Text.RegularExpressions.Regex.Escape(id)}\b", readme);
        Assert.DoesNotMatch(RelativeLink(), readme);
    }

    /// <summary>As long as the project has no public repository, a package names none: not the remote of who packs it, either.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void WithoutAnAddressItNamesNone(string id)
    {
        var metadata = packages.Metadata(id);

        Assert.Empty(Elements(metadata, "projectUrl"));
        Assert.Null(Elements(metadata, "repository").Single().Attribute("url"));
    }

    [Fact]
    public async Task OnePropertyEachFillsInRepositoryWithLinksAndSourceLinkAndProjectPage()
    {
        const string Url = "https://github.com/owner/name";
        const string Page = "https://name.example/product";
        var sources = Path.Combine(packages.Root, "public-repository");
        var target = Path.Combine(packages.Root, "public");
        await Repository.CopyAsync(sources);
        await Repository.CommitAsync(sources);

        await Command.DotnetAsync(
            sources,
            "pack", $"src/{Sink}.Durable", "-c", "Release", "--output", target, $"-p:Version={packages.Version}", "-p:NuGetAudit=false", $"-p:RepositoryUrl={Url}", $"-p:PackageProjectUrl={Page}");

        using var package = ZipFile.OpenRead(Path.Combine(target, $"{Sink}.Durable.{packages.Version}.nupkg"));
        using var nuspec = new MemoryStream(Read(package, $"{Sink}.Durable.nuspec"));
        var metadata = XDocument.Load(nuspec).Root!;
        var commit = (await Command.RunAsync(sources, "git", ["rev-parse", "HEAD"])).Text.Trim();
        Assert.Equal(Page, Text(metadata, "projectUrl"));
        var repository = Elements(metadata, "repository").Single();
        Assert.Equal((Url, commit), (repository.Attribute("url")!.Value, repository.Attribute("commit")!.Value));

        var readme = Encoding.UTF8.GetString(Read(package, "README.md"));
        Assert.DoesNotMatch(RelativeLink(), readme);
        Assert.Contains($"]({Url}/blob/{commit}/src/{Sink}.Durable/../", readme, StringComparison.Ordinal);

        using var symbols = ZipFile.OpenRead(Path.Combine(target, $"{Sink}.Durable.{packages.Version}.snupkg"));
        var pdbs = symbols.Entries.Where(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, pdbs.Count);
        Assert.All(pdbs, pdb => Assert.Equal($"https://raw.githubusercontent.com/owner/name/{commit}/*", SourceLinkOf(Read(symbols, pdb.FullName))));
    }

    [Theory]
    [InlineData("https://github.com/owner/name", "", "https://github.com/owner/name")]
    [InlineData("https://github.com/owner/name", "https://name.example/product", "https://name.example/product")]
    [InlineData("", "https://name.example/product", "https://name.example/product")]
    [InlineData("", "", "")]
    public async Task TheProjectPageIsTheRepositoryUnlessThereIsAnother(string repository, string page, string expected)
    {
        // A property of the command line counts even when it is empty, so that the copy gets what an owner would write.
        var sources = Path.Combine(packages.Root, $"page-{Guid.NewGuid():N}");
        await Repository.CopyAsync(sources);
        var file = Path.Combine(sources, "Directory.Build.props");
        var properties = XDocument.Load(file);
        properties.Descendants("RepositoryUrl").Single().Value = repository;
        properties.Descendants("PackageProjectUrl").Single().Value = page;
        properties.Save(file);

        var evaluated = await Command.DotnetAsync(sources, "msbuild", $"src/{Sink}", "-getProperty:PackageProjectUrl");

        Assert.Equal(expected, evaluated.Text.Trim());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ItsLibrariesHaveAStrongNameDocumentationAndSymbols(string id)
    {
        using var package = packages.Open(id);
        var assemblies = package.Entries.Where(entry => entry.Name.Contains("RudderStack", StringComparison.Ordinal) && entry.Name.EndsWith(".dll", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(assemblies);
        Assert.All(assemblies, assembly => Assert.Equal("92268b4cecb94b85", TokenOf(Read(package, assembly.FullName))));
        if (id == Generator)
        {
            Assert.All(assemblies, assembly => Assert.True(HasSymbolsWithin(Read(package, assembly.FullName))));
        }
        else
        {
            using var symbols = packages.Open(id, "snupkg");
            Assert.All(assemblies, assembly => Assert.NotNull(symbols.GetEntry(Path.ChangeExtension(assembly.FullName, ".pdb"))));
        }

        Assert.All(
            assemblies.Where(assembly => assembly.FullName.StartsWith("lib/", StringComparison.Ordinal) && assembly.Name.StartsWith(id, StringComparison.Ordinal)),
            assembly => Assert.NotNull(package.GetEntry(Path.ChangeExtension(assembly.FullName, ".xml"))));
    }

    [Fact]
    public void TheGeneratorIsADevelopmentDependencyAndHasNoLibrary()
    {
        using var package = packages.Open(Generator);

        Assert.Equal("true", Text(packages.Metadata(Generator), "developmentDependency"));
        Assert.DoesNotContain(package.Entries, entry => entry.FullName.StartsWith("lib/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EqualSourcesGiveEqualAssembliesInAnotherFolder()
    {
        // Without git, as in the archive of a release.
        var sources = Path.Combine(packages.Root, "second", "and deeper");
        var target = Path.Combine(packages.Root, "packed again");
        await Repository.CopyAsync(sources);

        await packages.PackAsync(sources, target);

        foreach (var file in Directory.GetFiles(packages.Folder, "*nupkg"))
        {
            using var first = ZipFile.OpenRead(file);
            using var second = ZipFile.OpenRead(Path.Combine(target, Path.GetFileName(file)));
            Assert.All(first.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal) || entry.Name.EndsWith(".pdb", StringComparison.Ordinal)), entry =>
                Assert.True(Read(first, entry.FullName).AsSpan().SequenceEqual(Read(second, entry.FullName)), $"{Path.GetFileName(file)}: {entry.FullName} differs."));
        }
    }

    static IEnumerable<XElement> Elements(XElement parent, string name) => parent.Descendants().Where(element => element.Name.LocalName == name);

    static string Text(XElement metadata, string name) => Elements(metadata, name).Single().Value;

    static byte[] Read(ZipArchive archive, string name)
    {
        using var content = archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    static string TokenOf(byte[] assembly)
    {
        using var image = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(assembly));
        var name = image.GetMetadataReader().GetAssemblyDefinition().GetAssemblyName();
        return Convert.ToHexStringLower(name.GetPublicKeyToken() ?? []);
    }

    static bool HasSymbolsWithin(byte[] assembly)
    {
        using var image = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(assembly));
        return image.ReadDebugDirectory().Any(entry => entry.Type == System.Reflection.PortableExecutable.DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    static string SourceLinkOf(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        var reader = provider.GetMetadataReader();
        var information = reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition).Select(reader.GetCustomDebugInformation).Single(found => reader.GetGuid(found.Kind) == new Guid(SourceLinkKind));
        using var json = JsonDocument.Parse(reader.GetBlobBytes(information.Value));
        return json.RootElement.GetProperty("documents").GetProperty("/_/*").GetString()!;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\]\((?!https?:|#)")]
    private static partial System.Text.RegularExpressions.Regex RelativeLink();
}
