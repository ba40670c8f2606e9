namespace RudderStack.Local.Storage;

/// <summary>Entries in order without a gap between them, and the number of the last.</summary>
readonly record struct Numbered<T>(T[] Entries, long Last)
{
    public long First => Last - Entries.Length + 1;
}
