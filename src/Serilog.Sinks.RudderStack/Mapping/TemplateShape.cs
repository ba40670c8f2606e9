using System.Text;
using Serilog.Events;
using Serilog.Parsing;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>What a message template says besides its values: a name for the event, and which properties are its holes.</summary>
sealed class TemplateShape
{
    readonly string[] _holes;

    public TemplateShape(MessageTemplate template)
    {
        var literal = new StringBuilder();
        var holes = new List<string>();
        foreach (var token in template.Tokens)
        {
            if (token is PropertyToken hole)
                holes.Add(hole.PropertyName);
            else
                literal.Append(token);
        }

        Name = Collapse(literal);
        _holes = holes.ToArray();
    }

    /// <summary>The literal text, holes removed and white space collapsed; possibly empty.</summary>
    public string Name { get; }

    public bool HasHole(string name)
    {
        foreach (var hole in _holes)
        {
            if (hole == name)
                return true;
        }

        return false;
    }

    static string Collapse(StringBuilder text)
    {
        var collapsed = new StringBuilder(text.Length);
        var pending = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                pending = collapsed.Length > 0;
                continue;
            }

            if (pending)
                collapsed.Append(' ');
            pending = false;
            collapsed.Append(text[i]);
        }

        return collapsed.ToString();
    }
}
