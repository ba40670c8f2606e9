using System.Globalization;

namespace FirstProgram;

/// <summary>The command line: <c>name=value</c> each.</summary>
sealed class Settings
{
    readonly Dictionary<string, string> _all;

    public Settings(string[] args) => _all = args.Select(static arg => arg.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);

    public string Key => Text("key", "wk-first-program");

    public string Url => Text("url", "");

    /// <summary>How many sinks there are for the same source.</summary>
    public int Sinks => int.Parse(Text("sinks", "1"), CultureInfo.InvariantCulture);

    public string Text(string name, string otherwise) => _all.GetValueOrDefault(name, otherwise);

    public TimeSpan? Time(string name) => _all.TryGetValue(name, out var text) ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : null;
}
