using System.Globalization;

namespace Benchmarks.CommandLine;

/// <summary>The options of a command line of the form <c>verb --name value --name value</c>.</summary>
sealed class Arguments
{
    readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <param name="args">The command line, verb first.</param>
    /// <param name="known">The names of the options that the verb takes.</param>
    public static Arguments Parse(string[] args, params string[] known)
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
}
