using System.Text;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Blacks out the write key, plain and in base64, in text that comes from outside and is shown to somebody.</summary>
/// <remarks>
/// A proxy's error page may echo the request, and .NET quotes header lines that it cannot read. The key is found in the escapes of
/// <see cref="EscapedText"/>, in any case, and by a recognisable beginning, since others cut texts as well. What changes its
/// letters, such as a cipher or a base64 of base64, is not found.
/// </remarks>
sealed class KeyRedaction
{
    /// <summary>The number of characters by which a secret is recognised; more, where they could be a word of any text.</summary>
    public const int Recognisable = 8;

    const string Mark = "***";

    // As often as anybody escapes what was escaped before.
    const int MostLayers = 4;

    readonly string _basicCredentials;
    Secret[]? _secrets;

    /// <param name="basicCredentials">The parameter of the <c>Authorization: Basic</c> header, which holds the key.</param>
    public KeyRedaction(string basicCredentials) => _basicCredentials = basicCredentials;

    // Made for the first text, which may never come. Two threads that make them at once make the same.
    Secret[] Secrets => _secrets ??= [.. SecretsOf(Convert.FromBase64String(_basicCredentials))];

    /// <summary>The text with the secrets blacked out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether it may end within a secret: then what could begin one there is left out.</param>
    public string Redact(string text, bool isCut = false)
    {
        if (Secrets.Length == 0 || (text.Length < Secrets.Min(secret => secret.Least) && !isCut))
            return text;

        var hidden = new bool[text.Length];
        var end = text.Length;
        foreach (var layer in LayersOf(text))
        {
            Hide(layer, hidden);
            if (isCut)
                end = Math.Min(end, EndOf(layer));
        }

        return Write(text, hidden, end);
    }

    // Each is searched: what is no escape, though it looks like one, may hide a secret from the layers after it.
    static IEnumerable<EscapedText> LayersOf(string text)
    {
        var plain = EscapedText.Of(text);
        foreach (var first in new[] { plain, plain.FromQuotedPrintable() })
        {
            var layer = first;
            for (var layers = 0; layer is not null && layers <= MostLayers; layers++)
            {
                yield return layer;
                layer = layer.Next();
            }
        }
    }

    static IEnumerable<Secret> SecretsOf(byte[] credentials)
    {
        // Without the colon that ends the user name.
        var key = Encoding.UTF8.GetString(credentials, 0, Math.Max(0, credentials.Length - 1));
        if (key.Length == 0)
            yield break;
        yield return new Secret(key, key.Length);

        // The last characters of base64 hold what follows the key.
        var bytes = credentials.Length - 1;
        yield return new Secret(Convert.ToBase64String(credentials).TrimEnd('='), Math.Max(4, bytes * 8 / 6));

        // Base64 of something that contains the key further on: two more forms, by where in three bytes it begins.
        foreach (var before in bytes < Recognisable ? [] : new[] { 1, 2 })
        {
            var shifted = Convert.ToBase64String([.. new byte[before], .. credentials.Take(bytes)]);
            var inner = shifted.Substring(0, (before + bytes) * 8 / 6).Substring(before + 1);
            if (inner.Length >= Recognisable)
                yield return new Secret(inner, inner.Length);
        }
    }

    void Hide(EscapedText layer, bool[] hidden)
    {
        for (var at = 0; at < layer.Length; at++)
        {
            var length = Secrets.Max(secret => secret.MatchAt(layer, at) is var match && match >= secret.Least ? match : 0);
            if (length == 0)
                continue;

            // Padding belongs to it.
            while (at + length < layer.Length && layer[at + length] == '=')
                length++;
            for (var i = layer.StartOf(at); i < layer.EndOf(at + length - 1); i++)
                hidden[i] = true;
        }
    }

    // Without what may begin a secret there, and without an escape that breaks off, which may be of a secret's next character.
    int EndOf(EscapedText layer) => layer.WithoutOpenEscape() is { } closed
        ? Math.Min(layer.StartOf(closed.Length), Math.Min(EndWithoutBeginning(layer), EndWithoutBeginning(closed)))
        : EndWithoutBeginning(layer);

    // Where the longest end that could begin a secret starts; the end of the text when there is none.
    int EndWithoutBeginning(EscapedText layer)
    {
        var longest = Secrets.Max(secret => secret.Text.Length);
        for (var at = Math.Max(0, layer.Length - longest); at < layer.Length; at++)
        {
            if (Secrets.Any(secret => secret.MatchAt(layer, at) == layer.Length - at))
                return layer.StartOf(at);
        }

        return int.MaxValue;
    }

    static string Write(string text, bool[] hidden, int end)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < Math.Min(end, text.Length); i++)
        {
            if (!hidden[i])
                result.Append(text[i]);
            else if (i == 0 || !hidden[i - 1])
                result.Append(Mark);
        }

        return result.ToString();
    }

    /// <summary>A text that must not be seen, and the length by which it is recognised.</summary>
    sealed class Secret
    {
        public Secret(string text, int least)
        {
            Text = text;
            Least = Math.Min(text.Length, Math.Min(least, Recognisable));

            // A key like "disabled-key" must not hide what an answer says.
            while (Least < text.Length && IsWord(text.Substring(0, Least)))
                Least++;
        }

        public string Text { get; }

        public int Least { get; }

        /// <summary>How many characters of the secret stand there; without regard to case and to base64's two alphabets.</summary>
        public int MatchAt(EscapedText text, int at)
        {
            var length = 0;
            while (length < Text.Length && at + length < text.Length && Fold(Text[length]) == Fold(text[at + length]))
                length++;
            return length;
        }

        static bool IsWord(string beginning) =>
            beginning.All(char.IsLetter) && beginning.Skip(1).All(c => char.IsUpper(c) == char.IsUpper(beginning[1]));

        static char Fold(char c) => c switch
        {
            '-' => '+',
            '_' => '/',
            _ => char.ToLowerInvariant(c),
        };
    }
}
