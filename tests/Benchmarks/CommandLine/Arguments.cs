using System.Globalization;

namespace Benchmarks.CommandLine;

/// <summary>The options of a command line of the form <c>verb --name value --name value</c>.</summary>
sealed class Arguments
{
    readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <param name="args">The command line, verb first.</param>
    /// <param name="known">The names of the options that the verb takes.</param>
    public static Arguments Parse(string[] args, params IEnumerable<string> known)
    {
        var arguments = new Arguments();
        for (var i = 1; i < args.Length; i += 2)
        {
            var name = args[i];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !known.Contains(name[2..]))
                throw new UsageException($"{args[0]} knows no {name}.");
            if (i + 1 == args.Length)
                throw new UsageException($"{name} needs a value.");
            arguments._options[name[2..]] = args[i + 1];
        }

        return arguments;
    }

    public string Text(string name, string fallback) => _options.GetValueOrDefault(name, fallback);

    public int Number(string name, int fallback)
    {
        if (!_options.TryGetValue(name, out var text))
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        throw new UsageException($"--{name} takes a whole number, not {text}.");
    }

    /// <summary>A number of at least one.</summary>
    public int Count(string name, int fallback) => Math.Max(1, Number(name, fallback));

    public bool IsSet(string name) => Text(name, "no") switch
    {
        "yes" => true,
        "no" => false,
        var other => throw new UsageException($"--{name} takes yes or no, not {other}."),
    };

    /// <summary>Each of the names in a list with commas.</summary>
    public T[] Each<T>(string name, string fallback, Func<string, T> named) => [.. Text(name, fallback).Split(',').Select(named)];
}
