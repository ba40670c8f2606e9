namespace RudderStack.Local.Command;

/// <summary>The arguments of the command, read.</summary>
sealed class CommandLine
{
    public const string Usage = """
        Usage: RudderStack.LocalDataPlane [options]

          --urls URL                 where to listen, several separated by ';' (default http://127.0.0.1:8080)
          --write-key KEY            a known write key, repeatable (default local-write-key)
          --disabled-write-key KEY   a key whose source is disabled, repeatable
          --help                     shows this text

        """;

    /// <summary>One developer needs fewer messages than a load test in process.</summary>
    const int MaxStored = 100_000;

    public LocalDataPlaneOptions Options { get; } = new() { MaxStored = MaxStored };

    public bool WantsHelp { get; private set; }

    /// <exception cref="ArgumentException">The arguments make no sense; the message says why.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        var (urls, keys, disabled) = (new List<string>(), new List<string>(), new List<string>());
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (name is "--help" or "-h")
            {
                line.WantsHelp = true;
                continue;
            }

            var target = name switch
            {
                "--urls" => urls,
                "--write-key" => keys,
                "--disabled-write-key" => disabled,
                _ => throw new ArgumentException($"\"{args[i]}\" is not known."),
            };
            value ??= ++i < args.Count && !args[i].StartsWith("--", StringComparison.Ordinal)
                ? args[i]
                : throw new ArgumentException($"{name} needs a value.");
            target.Add(value);
        }

        line.Options.Urls = urls.Count == 0
            ? ["http://127.0.0.1:8080"]
            : [.. urls.SelectMany(url => url.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        if (keys.Count > 0)
            line.Options.WriteKeys = keys;
        line.Options.DisabledWriteKeys = disabled;
        line.Options.Validate();
        return line;
    }
}
