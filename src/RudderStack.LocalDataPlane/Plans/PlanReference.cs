namespace RudderStack.Local.Plans;

/// <summary>A tracking plan as options name it: <c>FOLDER</c>, or <c>FOLDER#ID</c>.</summary>
sealed record PlanReference(string Folder, string? Id)
{
    /// <summary>Folders may have a # in their names, too: the shortest that is there is meant.</summary>
    public static PlanReference Parse(string text)
    {
        if (Directory.Exists(text))
            return new PlanReference(text, null);
        for (var at = text.IndexOf('#', StringComparison.Ordinal); at >= 0; at = text.IndexOf('#', at + 1))
        {
            if (Directory.Exists(text[..at]))
                return new PlanReference(text[..at], text[(at + 1)..]);
        }

        var last = text.LastIndexOf('#');
        return last < 0 ? new PlanReference(text, null) : new PlanReference(text[..last], text[(last + 1)..]);
    }
}
