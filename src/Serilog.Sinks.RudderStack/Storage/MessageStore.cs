using System.ComponentModel;
using System.Net;

namespace Serilog.Sinks.RudderStack.Storage;

/// <summary>Keeps messages between the log call and the data plane; for <c>Serilog.Sinks.RudderStack.Durable</c>, not for programs.</summary>
/// <remarks>
/// <see cref="TryAppend"/> is called by any number of threads, <see cref="Take"/> by one at a time, the others by the lanes. No
/// method throws.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MessageStore
{
    /// <summary>Whether a message is stored before it is sent; otherwise only what memory would lose.</summary>
    public abstract bool IsFirst { get; }

    /// <summary>The most messages that <see cref="Take"/> may have given and that are not yet settled, for each lane and each message of a batch.</summary>
    public const int BatchesTaken = 2;

    /// <summary>Begins; called once, before anything else.</summary>
    /// <param name="host">What the store reports to.</param>
    public abstract void Open(IMessageStoreHost host);

    /// <summary>Stores a message; it is safe when this returns.</summary>
    /// <param name="json">The message.</param>
    /// <param name="userHash">The same for all messages of one user, in every process.</param>
    /// <param name="callsHooks">Whether hooks are called for it.</param>
    /// <param name="mayWait">Whether the caller waits for room.</param>
    /// <param name="generation">How often <see cref="IMessageStoreHost.LeaveStored"/> had been called when it was stored.</param>
    /// <returns>What has become of it.</returns>
    public abstract StoreOutcome TryAppend(ReadOnlySpan<byte> json, int userHash, bool callsHooks, bool mayWait, out int generation);

    /// <summary>Gives the oldest messages that have not been given yet and that are this process's to send.</summary>
    /// <param name="limit">The most messages.</param>
    /// <param name="taker">Called with each.</param>
    /// <returns>The number of messages.</returns>
    public abstract int Take(int limit, MessageTaker taker);

    /// <summary>Forgets messages that the data plane has acknowledged.</summary>
    /// <param name="ids">Their ids in the store.</param>
    public abstract void Delivered(IReadOnlyList<long> ids);

    /// <summary>Puts messages that were rejected aside.</summary>
    /// <param name="ids">Their ids in the store.</param>
    /// <param name="reason">Why, in the word of the metrics.</param>
    /// <param name="status">The status of the answer, if there was one.</param>
    /// <param name="answer">The answer, or what happened instead.</param>
    public abstract void Rejected(IReadOnlyList<long> ids, string reason, HttpStatusCode? status, string? answer);

    /// <summary>Ends; what is stored stays stored.</summary>
    public abstract void Close();
}

/// <summary>What became of a message that was to be stored.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum StoreOutcome
{
    /// <summary>It is stored, and this process will send it.</summary>
    Stored,

    /// <summary>It is stored, and another process sends the messages of this user.</summary>
    StoredForAnother,

    /// <summary>There is no room.</summary>
    Full,

    /// <summary>The store is out of order.</summary>
    Unavailable,
}

/// <summary>Takes a message from the store.</summary>
/// <param name="id">Its id in the store.</param>
/// <param name="json">The message; good until this returns.</param>
/// <param name="userHash">As it was appended.</param>
/// <param name="callsHooks">As it was appended.</param>
/// <param name="isRecovered">Whether an earlier or another process has accepted it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void MessageTaker(long id, ReadOnlySpan<byte> json, int userHash, bool callsHooks, bool isRecovered);

/// <summary>What a store reports to.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMessageStoreHost
{
    /// <summary>The sink's clock.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>Counts and reports messages that the store has dropped before they were taken.</summary>
    /// <param name="own">How many of them this process had accepted and not handed to another.</param>
    /// <param name="recovered">How many others.</param>
    /// <param name="reason">Why.</param>
    /// <param name="description">Why, in a sentence.</param>
    /// <param name="messages">Those for which hooks are called, if <see cref="WantsDropped"/>.</param>
    void Dropped(int own, int recovered, DropReason reason, string description, IReadOnlyList<byte[]> messages);

    /// <summary>Whether a hook wants to see what is dropped.</summary>
    bool WantsDropped { get; }

    /// <summary>Counts what this process has stored and not yet taken as out of reach. Calls no code of the user's.</summary>
    /// <returns>The number of messages, to be given to <see cref="Transferred"/>.</returns>
    long LeaveStored();

    /// <summary>Gives the meter a number of messages that are out of reach.</summary>
    /// <param name="count">The number.</param>
    void Transferred(long count);

    /// <summary>Reports in the sink's name.</summary>
    /// <param name="text">The report.</param>
    void Report(string text);

    /// <summary>There may be something to take.</summary>
    void Notify();
}
