using System.Reflection;
using System.Runtime.Versioning;

namespace TestedFramework;

/// <summary>That this suite tests the build of the packages that it says.</summary>
public sealed class TestedFrameworkTests
{
    [Fact]
    public void ThePackagesAreOfTheFrameworkThatIsTested()
    {
        // Loaded by name, as the code of the tests has them.
        var packages = (
            from name in new[] { "Serilog.Sinks.RudderStack", "Serilog.Sinks.RudderStack.Durable", "Serilog.Extensions.Logging.RudderStack" }
            where File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll"))
            let framework = Assembly.Load(name).GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName
            select $"{name}: {framework}").ToList();

        var expected = Tested.IsNetStandard ? ".NETStandard,Version=v2.0" : ".NETCoreApp,Version=v8.0";
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.EndsWith(": " + expected, package, StringComparison.Ordinal));
    }
}
