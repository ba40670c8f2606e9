namespace Serilog.Sinks.RudderStack;

/// <summary>Why an accepted event did not arrive.</summary>
public enum DropReason
{
    /// <summary>It lacks an id or a field that its type requires, or holds <c>integrations</c> that the server would misread.</summary>
    Invalid,

    /// <summary>Its message is larger than <see cref="RudderStackSinkOptions.MaxMessageBytes"/>.</summary>
    Oversize,

    /// <summary>The queue was full and <see cref="RudderStackSinkOptions.WhenQueueFull"/> is <see cref="WhenQueueFull.Drop"/>.</summary>
    QueueFull,

    /// <summary>The data plane refused it for good: the message itself, or the write key, source or URL until the time limit.</summary>
    Rejected,

    /// <summary>The data plane could not be reached within <see cref="RudderStackSinkOptions.RetryTimeLimit"/>.</summary>
    RetryExpired,

    /// <summary>The sink was disposed before it could be delivered.</summary>
    Shutdown,

    /// <summary><see cref="RudderStackSinkOptions.BeforeSend"/> vetoed it or threw.</summary>
    Filtered,

    /// <summary>The outbox had reached its size limit, and this was among the oldest in it.</summary>
    OutboxFull,

    /// <summary>It was in the outbox for longer than its age limit.</summary>
    Expired,
}
