namespace RudderStack.Local.Tests.Plans;

/// <summary>A folder with a tracking plan that is deleted after the test.</summary>
sealed class PlanOnDisk : IDisposable
{
    public PlanOnDisk(params IEnumerable<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
        {
            var path = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("plan-").FullName;

    /// <summary>One of the plans that the reader's tests have.</summary>
    public static string OfReader(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Plans", name);

    /// <summary>A shop that wants an order_id of its track event E, with sources.</summary>
    public static PlanOnDisk Shop(params IEnumerable<(string Name, string Text)> more) =>
        new(ShopPlan.Files("{id: order_id, name: order_id, type: string}", "properties: [{property: \"#property:order_id\", required: true}]").Concat(more));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
