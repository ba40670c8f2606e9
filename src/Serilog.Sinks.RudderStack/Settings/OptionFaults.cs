using System.Text;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>All that is wrong with the options of one sink, told in one exception.</summary>
sealed class OptionFaults
{
    readonly List<string> _lines = [];
    readonly string _writeKey;

    public OptionFaults(string? writeKey) => _writeKey = writeKey?.Trim() ?? "";

    public void Add(string option, string problem) => _lines.Add($"{option} {problem}");

    /// <summary>Text of the user's, to be shown in a fault: quoted, and hidden if it could give the write key away.</summary>
    public string Quote(string text) =>
        _writeKey.Length > 0 && text.Contains(_writeKey) ? "(hidden)" : $"'{text}'";

    /// <exception cref="ArgumentException">There is at least one fault.</exception>
    public void ThrowIfAny()
    {
        if (_lines.Count == 0)
            return;

        var message = new StringBuilder("The RudderStack sink cannot be configured:");
        foreach (var line in _lines)
            message.AppendLine().Append("- ").Append(line);
        throw new ArgumentException(message.ToString());
    }
}
