using System.Text.RegularExpressions;

namespace RudderStack.Local.Plans.Schema;

/// <summary>A regular expression of a plan. The server reads it as JavaScript, with the flag u.</summary>
sealed class JavaScriptPattern
{
    /// <summary>What takes longer so often is not tried again.</summary>
    const int MostTimeOuts = 3;

    static readonly TimeSpan MatchTime = TimeSpan.FromMilliseconds(250);

    // By the wall clock: a machine that pauses must not leave a value unchecked that needs microseconds.
    static readonly TimeSpan LinearMatchTime = TimeSpan.FromSeconds(10);

    readonly string _text;
    readonly Regex _regex;
    int _timeOuts;

    JavaScriptPattern(string text, Regex regex)
    {
        _text = text;
        _regex = regex;
    }

    /// <exception cref="SchemaException">It is none, or one that .NET cannot read.</exception>
    public static JavaScriptPattern Compile(string text)
    {
        var translated = PatternTranslation.Of(text);
        try
        {
            return new JavaScriptPattern(text, ToRegex(translated));
        }
        catch (ArgumentException exception)
        {
            // The message repeats the pattern in its translation, and then says what is wrong.
            var reason = exception.Message.Split("' at offset ", 2) is [_, var offset] ? offset.Split(". ", 2)[^1] : exception.Message;
            throw new SchemaException($"the pattern {text} cannot be read: {reason}", exception);
        }
    }

    /// <summary>Null when it took too long.</summary>
    public bool? Matches(string value)
    {
        if (Volatile.Read(ref _timeOuts) >= MostTimeOuts)
            return null;
        try
        {
            return _regex.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            Interlocked.Increment(ref _timeOuts);
            return null;
        }
    }

    public override string ToString() => _text;

    // In linear time where .NET can, which is without look-around and back references.
    static Regex ToRegex(string translated)
    {
        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, LinearMatchTime);
        }
        catch (NotSupportedException)
        {
            return new Regex(translated, RegexOptions.CultureInvariant, MatchTime);
        }
    }
}
