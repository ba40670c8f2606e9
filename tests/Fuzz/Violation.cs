namespace Fuzz;

/// <summary>Something that must hold does not.</summary>
sealed class Violation : Exception
{
    public Violation(string message)
        : base(message)
    {
    }

    public static void Unless(bool holds, string message)
    {
        if (!holds)
            throw new Violation(message);
    }
}
