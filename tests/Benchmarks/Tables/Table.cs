using System.Text;

namespace Benchmarks.Tables;

/// <summary>A table as text that Markdown understands, with aligned columns.</summary>
sealed class Table
{
    readonly List<string[]> _rows = [];

    public Table(params string[] headings) => _rows.Add(headings);

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        AppendRow(text, _rows[0], widths);
        AppendRow(text, [.. widths.Select(static width => new string('-', width))], widths);
        foreach (var row in _rows.Skip(1))
            AppendRow(text, row, widths);
        return text.ToString();
    }

    static void AppendRow(StringBuilder text, string[] cells, int[] widths) =>
        text.Append("| ").AppendJoin(" | ", cells.Select((cell, column) => cell.PadRight(widths[column]))).AppendLine(" |");
}
