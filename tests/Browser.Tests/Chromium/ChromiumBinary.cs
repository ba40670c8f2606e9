namespace Browser.Tests.Chromium;

/// <summary>Finds the system's own Chromium. Tests install and download nothing.</summary>
static class ChromiumBinary
{
    const string Variable = "CHROMIUM";

    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <exception cref="FileNotFoundException">There is none; the message says what to install.</exception>
    public static string Find() => Find(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH"));

    public static string Find(string? named, string? path)
    {
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? named : throw Missing($"The variable {Variable} names \"{named}\", which is not there.");

        var folders = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var candidates = from name in Names from folder in folders select Path.Combine(folder, name);
        return candidates.FirstOrDefault(File.Exists) ?? throw Missing("These tests need Chromium, and there is none in PATH.");
    }

    static FileNotFoundException Missing(string what) => new(
        $"{what} On Debian, \"apt-get update && apt-get install -y chromium\" installs it; or set {Variable} to the program's path.");
}
