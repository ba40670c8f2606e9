using System.Reflection;

namespace EndToEnd.Tests.Support;

/// <summary>Finds programs that are built with this project, and run by it.</summary>
static class BuiltProject
{
    static readonly string Own = Assembly.GetExecutingAssembly().GetName().Name!;

    /// <summary>The output folder of another project; <paramref name="group"/> is the folder that projects of its kind lie in.</summary>
    public static string FolderOf(string project, string group = "tests")
    {
        // tests/<project>/bin/<configuration>/<framework>, or artifacts/<framework>/bin/<project>/<configuration>.
        var parts = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory).Split(Path.DirectorySeparatorChar);
        var own = Array.LastIndexOf(parts, Own);
        parts[own] = project;
        if (parts[own - 1] == "tests")
            parts[own - 1] = group;
        return string.Join(Path.DirectorySeparatorChar, parts);
    }
}
