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
    readonly string _credentials;
    readonly string _writeKey;

    public AnswerReader(SinkSettings settings)
    {
        _timeProvider = settings.TimeProvider;
        _credentials = settings.BasicCredentials;
        _writeKey = Encoding.UTF8.GetString(Convert.FromBase64String(_credentials)).TrimEnd(':');
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
        Fault = exception,
        FaultText = Redact(exception.Message),
        TimedOut = timedOut,
        Duration = _timeProvider.GetElapsedTime(started),
    };

    Answer Answered(HttpResponseMessage response, string text, long started) => new()
    {
        Status = response.StatusCode,
        ReasonPhrase = response.ReasonPhrase is { } reason ? Redact(reason) : null,
        Text = Redact(Encoding.UTF8.GetByteCount(text) < TextLimit ? text : WithoutBeginnings(text)).Trim(),
        RetryAfter = RetryAfter(response),
        Duration = _timeProvider.GetElapsedTime(started),
    };

    TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wish = response.Headers.RetryAfter;
        var wait = wish?.Delta ?? wish?.Date - _timeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    // A proxy's error page may echo the request, and .NET quotes header lines that it cannot read.
    string Redact(string text)
    {
        text = text.Replace(_credentials, "***");
        return _writeKey.Length == 0 ? text : text.Replace(_writeKey, "***");
    }

    // A text that was cut may end within a secret.
    string WithoutBeginnings(string text)
    {
        for (var length = Math.Min(text.Length, Math.Max(_credentials.Length, _writeKey.Length) - 1); length > 0; length--)
        {
            var end = text.Substring(text.Length - length);
            if (_credentials.StartsWith(end, StringComparison.Ordinal) || _writeKey.StartsWith(end, StringComparison.Ordinal))
                return text.Substring(0, text.Length - length);
        }

        return text;
    }
}
