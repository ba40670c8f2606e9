namespace RudderStack.TrackingPlans;

/// <summary>A file of a tracking plan's folder.</summary>
sealed class PlanFile
{
    public PlanFile(string path, string text)
    {
        Path = path;
        Text = text;
    }

    /// <summary>Where it stands, as faults are to say it.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>Whether a file of this name is read: <c>.yaml</c> and <c>.yml</c>, but not the variables of rudder-cli.</summary>
    public static bool IsPlan(string path) =>
        (Ends(path, ".yaml") || Ends(path, ".yml")) && !Ends(path, ".vars.yaml") && !Ends(path, ".vars.yml");

    static bool Ends(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
