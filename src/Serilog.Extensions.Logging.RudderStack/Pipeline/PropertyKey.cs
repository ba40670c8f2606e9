namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>A key of a state or scope: <c>@</c> before the name asks for an object to be taken apart, <c>$</c> for its text.</summary>
static class PropertyKey
{
    public const string OriginalFormat = "{OriginalFormat}";

    public static bool IsName(string? key) => !string.IsNullOrEmpty(key) && key != OriginalFormat;

    public static bool HasOperator(string key) => key.Length > 1 && key[0] is '@' or '$';

    public static bool IsFor(string name, string? key) =>
        key is not null
        && key.EndsWith(name, StringComparison.Ordinal)
        && (key.Length == name.Length || (key.Length == name.Length + 1 && HasOperator(key)));
}
