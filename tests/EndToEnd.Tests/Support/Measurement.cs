namespace EndToEnd.Tests.Support;

/// <summary>One measurement of one instrument.</summary>
sealed record Measurement(string Instrument, double Value, IReadOnlyList<KeyValuePair<string, object?>> Tags)
{
    public object? Tag(string name) => Tags.FirstOrDefault(tag => tag.Key == name).Value;
}
