using System.Globalization;

namespace Fuzz;

/// <summary>What to run, for how long, and from which seed; a number of a case means only that one.</summary>
sealed record CommandLine(IReadOnlyList<string> Inputs, TimeSpan Time, int Seed, int? Case)
{
    public const string Usage = "Usage: Fuzz [events|answers|configuration] [--seconds N] [--seed N] [--case N]; N is 0 or more.";

    static readonly string[] All = ["events", "answers", "configuration"];

    /// <summary>Gives null for arguments that cannot be read.</summary>
    public static CommandLine? Parse(string[] arguments)
    {
        var result = new CommandLine(All, TimeSpan.FromSeconds(20), Random.Shared.Next(), null);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (All.Contains(arguments[i]))
            {
                result = result with { Inputs = [arguments[i]] };
                continue;
            }

            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            switch (arguments[i++])
            {
                case "--seconds": result = result with { Time = TimeSpan.FromSeconds(number) }; break;
                case "--seed": result = result with { Seed = number }; break;
                case "--case": result = result with { Case = number }; break;
                default: return null;
            }
        }

        return result;
    }
}
