using System.Text;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Writing;

/// <summary>Gathers lines of C#, indented.</summary>
sealed class CodeText
{
    readonly StringBuilder _text = new();
    int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
    }

    /// <summary>Writes a head, an opening brace, what is inside, and the closing brace.</summary>
    public void Block(string head, Action inside)
    {
        Line(head);
        Line("{");
        _depth++;
        inside();
        _depth--;
        Line("}");
    }

    /// <summary>Writes lines one level deeper.</summary>
    public void Indented(Action inside)
    {
        _depth++;
        inside();
        _depth--;
    }

    /// <summary>A documentation comment, on one line.</summary>
    public void Summary(string text) => Line($"/// <summary>{Literals.Xml(text)}</summary>");

    public override string ToString() => _text.ToString();
}
