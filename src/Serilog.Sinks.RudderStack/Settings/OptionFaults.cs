using System.Text;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>All that is wrong with the options of one sink, reported in one exception.</summary>
sealed class OptionFaults
{
    // What is shorter is no secret, but stands in any word and among the numbers of any path.
    const int ShortestKey = 4;

    readonly List<string> _lines = [];
    readonly RudderStackSinkOptions? _options;
    readonly string _writeKey;

    public OptionFaults(string? writeKey, RudderStackSinkOptions? options = null)
    {
        _writeKey = writeKey?.Trim() ?? "";
        _options = options;
        foreach (var fault in options?.Configured.Faults ?? [])
            Add(fault);
    }

    /// <summary>Names the option as the user knows it: by its path, when configuration has set it.</summary>
    public void Add(string option, string problem)
    {
        if (_options?.Configured.Find(option, _options) is not { } setting)
            _lines.Add($"{option} {problem}");
        else if (setting.Written is not { } written || Says(problem, written))
            _lines.Add($"{PathOf(setting.Path)} {problem}");
        else
            _lines.Add($"{PathOf(setting.Path)} (written {Quote(written)}) {problem}");
    }

    /// <summary>Text of the user's, to be shown in a fault: quoted, and hidden if it could give the write key away.</summary>
    public string Quote(string text) => MayBeKey(text) ? "(hidden)" : $"'{text}'";

    /// <exception cref="ArgumentException">There is at least one fault.</exception>
    public void ThrowIfAny()
    {
        if (_lines.Count == 0)
            return;

        var message = new StringBuilder("The RudderStack sink cannot be configured:");
        foreach (var line in _lines)
            message.AppendLine().Append("- ").Append(OneLine.Of(line));
        throw new ArgumentException(message.ToString());
    }

    void Add(SettingFault fault) =>
        _lines.Add(fault.Written is null ? $"{PathOf(fault.Path)} {fault.Problem}" : $"{PathOf(fault.Path)} is {Quote(fault.Written)}; {fault.Problem}");

    static bool Says(string problem, string written) =>
        problem.StartsWith($"is {written},", StringComparison.Ordinal) || problem.StartsWith($"is {written};", StringComparison.Ordinal);

    // A key that was put where a name belongs.
    string PathOf(string path) => string.Join(":", path.Split(':').Select(name => MayBeKey(name) ? "(hidden)" : name));

    bool MayBeKey(string text) => WriteKey.IsLike(text) || (_writeKey.Length >= ShortestKey && text.Contains(_writeKey));
}
