using System.Text;

namespace Fuzz;

static class Randomness
{
    static readonly string[] Fragments =
    [
        "\ud83d", "\ude00", "\ud83d\ude00", "\ufffe", "\uffff", "\ufeff", "\u200b", "\u2028", "\0", "\u001f", "\u007f", "\u0085", "\"", "\\", "\\u", "\n", "\r\n", "\t", " ", "\u00a0",
        "é", "订单", "İ", "ß", "e\u0301", "{", "}", "{{", "{X}", "[", "]", ",", ":", "$", "@", ".", "..", "/", "<", "&", "'", "%00", "%41", "null", "true", "NaN", "1e999", "-0",
        "a", "A", "_", "__", "0", "9", "Order", "order_id", "OrderId", "XMLHttp",
    ];

    public static bool OneIn(this Random random, int n) => random.Next(n) == 0;

    public static T Pick<T>(this Random random, params T[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A text that is hard on whoever reads it.</summary>
    public static string Text(this Random random, int fragments = 8)
    {
        var text = new StringBuilder();
        for (var i = random.Next(fragments); i >= 0; i--)
            text.Append(random.OneIn(4) ? ((char)random.Next(0x10000)).ToString() : random.Pick(Fragments));
        return text.ToString();
    }
}
