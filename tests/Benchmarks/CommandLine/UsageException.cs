namespace Benchmarks.CommandLine;

/// <summary>The command line asks for something that does not exist.</summary>
sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }
}
