using System.Reflection;

namespace TestedFramework;

/// <summary>Which build of the packages this suite was built to test, and where that legitimately does otherwise.</summary>
static class Tested
{
    /// <summary>The <c>netstandard2.0</c> build, which is not what a program for .NET 8 gets.</summary>
    public static bool IsNetStandard { get; } = typeof(Tested).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static metadata => metadata.Key == "TestedFramework")?.Value == "netstandard2.0";

    /// <summary>What to expect where that build cannot do what the ordinary one does.</summary>
    public static T Expect<T>(T ordinarily, T onNetStandard) => IsNetStandard ? onNetStandard : ordinarily;
}
