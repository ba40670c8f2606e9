using System.Globalization;

namespace RudderStack.Local.Live;

/// <summary>How far a reader of the event stream has come: the numbers of its last message and its last request.</summary>
/// <remarks>
/// Its text is the id of every event. Numbers mean nothing to another run of the data plane, so the run is part of it.
/// </remarks>
readonly record struct EventCursor(string Run, long Message, long Request)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is of another run, or nothing that this one wrote.</summary>
    public static EventCursor? Parse(string? text, string run) =>
        text?.Split('.') is [var itsRun, var message, var request]
        && itsRun == run
        && TryRead(message, out var lastMessage)
        && TryRead(request, out var lastRequest)
            ? new EventCursor(run, lastMessage, lastRequest)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}.{Message}.{Request}");

    static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
