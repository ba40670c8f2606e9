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

    /// <summary>The answer without its text.</summary>
    public Answer Head(HttpResponseMessage response) => new()
    {
        Status = response.StatusCode,
        ReasonPhrase = response.ReasonPhrase is { } reason ? Redact(reason) : null,
        RetryAfter = RetryAfter(response),
    };

    /// <summary>Reads the beginning of the text, also of success: the connection is free then for the next request.</summary>
    public async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await BoundedText.ReadAsync(response.Content, TextLimit, cancellationToken).ConfigureAwait(false);
        return Redact(Encoding.UTF8.GetByteCount(text) < TextLimit ? text : WithoutBeginnings(text)).Trim();
    }

    public Answer Failed(Exception exception, bool timedOut, TimeSpan duration) => new()
    {
        Fault = exception,
        FaultText = Redact(exception.Message),
        TimedOut = timedOut,
        Duration = duration,
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
