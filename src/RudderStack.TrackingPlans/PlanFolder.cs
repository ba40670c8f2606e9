namespace RudderStack.TrackingPlans;

/// <summary>A folder of tracking plans on disk. Not for the compiler, which is handed its files.</summary>
static class PlanFolder
{
    /// <summary>The plan files below a folder, hidden folders too.</summary>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file must not be read.</exception>
    public static IReadOnlyList<PlanFile> Read(string folder)
    {
        var root = Path.GetFullPath(folder);
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(PlanFile.IsPlan)
            .OrderBy(static path => path, StringComparer.Ordinal)
            .Select(path => new PlanFile(path.Substring(root.TrimEnd(Path.DirectorySeparatorChar).Length + 1).Replace('\\', '/'), File.ReadAllText(path)))];
    }
}
