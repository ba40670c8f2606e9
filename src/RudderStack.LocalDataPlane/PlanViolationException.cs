namespace RudderStack.Local;

/// <summary>Messages did not match their tracking plan: what <see cref="LocalDataPlane.AssertPlanned"/> throws.</summary>
public sealed class PlanViolationException : Exception
{
    /// <summary>Without a message of its own.</summary>
    public PlanViolationException()
    {
    }

    /// <summary>With a message.</summary>
    public PlanViolationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PlanViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
