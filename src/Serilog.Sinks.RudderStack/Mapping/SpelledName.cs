using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>A member's name as messages spell it, ready to be copied.</summary>
sealed class SpelledName
{
    public SpelledName(string text)
    {
        Source = text;
        Text = Utf8Text.AsRead(text);
        var writer = MessageWriter.Rent();
        writer.Text(text);
        writer.Raw((byte)':');
        Utf8 = writer.Written.ToArray();
        MessageWriter.Return(writer);
    }

    public string Source { get; }

    /// <summary>The name as a reader gets it; by it names are compared.</summary>
    public string Text { get; }

    /// <summary>The name in quotes, escaped, and the colon.</summary>
    public byte[] Utf8 { get; }
}
