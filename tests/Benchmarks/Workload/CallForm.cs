using Benchmarks.CommandLine;

namespace Benchmarks.Workload;

/// <summary>How a program makes an analytics call.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its name in tables.</param>
sealed record CallForm(string Name, string Title)
{
    /// <summary>Reserved properties by <c>ForContext</c>, the event's own as holes of the template.</summary>
    public static readonly CallForm Property = new("property", "properties");

    /// <summary>The helper <c>Track</c> with an anonymous object.</summary>
    public static readonly CallForm Track = new("track", "`Track()`");

    static readonly CallForm[] All = [Property, Track];

    public static CallForm Named(string name) =>
        Array.Find(All, form => form.Name == name) ?? throw new UsageException($"There is no form {name}.");
}
