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

    public async Task<Answer> ReadAsync(HttpResponseMessage response, bool keepText, long started, CancellationToken cancellationToken)
    {
        // Success is read to its end as well (two bytes), so that the connection is free for the next request.
        var text = await BoundedText.ReadAsync(response.Content, TextLimit, cancellationToken).ConfigureAwait(false);
        return Answered(response, keepText || !response.IsSuccessStatusCode ? text : "", started);
    }

    /// <summary>As <see cref="ReadAsync"/> without keeping a success's text; the caller's thread waits.</summary>
    public Answer Read(HttpResponseMessage response, long started, CancellationToken cancellationToken)
    {
        var text = BoundedText.Read(response.Content, TextLimit, cancellationToken);
        return Answered(response, response.IsSuccessStatusCode ? "" : text, started);
    }

    public Answer Failed(Exception exception, bool timedOut, long started) => new()
    {
        Fault = RequestFault.Of(exception, _redaction),
        TimedOut = timedOut,
        Duration = _timeProvider.GetElapsedTime(started),
    };

    Answer Answered(HttpResponseMessage response, string text, long started) => new()
    {
        Status = response.StatusCode,
        ReasonPhrase = response.ReasonPhrase is { } reason ? _redaction.Redact(reason) : null,
        Text = _redaction.Redact(text, isCut: Encoding.UTF8.GetByteCount(text) >= TextLimit).Trim(),
        RetryAfter = RetryAfter(response),
        Duration = _timeProvider.GetElapsedTime(started),
    };

    TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wish = response.Headers.RetryAfter;
        var wait = wish?.Delta ?? wish?.Date - _timeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
