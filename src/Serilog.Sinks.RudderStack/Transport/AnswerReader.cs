using System.Text;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Makes an <see cref="Answer"/> of what the HTTP handler gave.</summary>
sealed class AnswerReader
{
    /// <summary>The most that is read of an answer, in bytes.</summary>
    public const int TextLimit = 512;

    readonly TimeProvider _timeProvider;
    readonly KeyRedaction _redaction;

    public AnswerReader(SinkSettings settings)
    {
        _timeProvider = settings.TimeProvider;
        _redaction = new KeyRedaction(settings.BasicCredentials);
    }

    /// <summary>The answer without its text.</summary>
    public Answer Head(HttpResponseMessage response) => new()
    {
        Status = response.StatusCode,
        ReasonPhrase = response.ReasonPhrase is { } reason ? _redaction.Redact(reason) : null,
        RetryAfter = RetryAfter(response),
    };

    /// <summary>Reads the beginning of the text, also of success: the connection is free then for the next request.</summary>
    public async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await BoundedText.ReadAsync(response.Content, TextLimit, cancellationToken).ConfigureAwait(false);
        return _redaction.Redact(text, isCut: Encoding.UTF8.GetByteCount(text) >= TextLimit).Trim();
    }

    public Answer Failed(Exception exception, bool timedOut, TimeSpan duration) => new()
    {
        Fault = RequestFault.Of(exception, _redaction),
        TimedOut = timedOut,
        Duration = duration,
    };

    TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wish = response.Headers.RetryAfter;
        var wait = wish?.Delta ?? wish?.Date - _timeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
