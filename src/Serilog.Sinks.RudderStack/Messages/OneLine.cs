using System.Text;

namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>Puts a text on one line: answers and exceptions may hold anything, and a log line is read, cut and matched as a line.</summary>
static class OneLine
{
    /// <summary>The text with each run of white space and control characters as one blank, and none at its ends.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        var isGap = false;
        foreach (var character in text)
        {
            if (char.IsControl(character) || char.IsWhiteSpace(character))
            {
                isGap = line.Length > 0;
                continue;
            }

            if (isGap)
                line.Append(' ');
            isGap = false;
            line.Append(character);
        }

        return line.ToString();
    }

    /// <summary>The line, or its beginning: names and paths can be a user's data, of any length.</summary>
    public static string Of(string text, int longest)
    {
        if (text.Length <= longest)
            return Of(text);

        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return Of(text.Substring(0, end)) + "...";
    }
}
