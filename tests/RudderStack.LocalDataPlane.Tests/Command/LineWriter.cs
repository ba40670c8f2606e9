using System.Text;
using System.Threading.Channels;

namespace RudderStack.Local.Tests.Command;

/// <summary>A console whose lines a test can wait for.</summary>
sealed class LineWriter : TextWriter
{
    readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public ValueTask<string> NextAsync() => _lines.Reader.ReadAsync(Running.SoonEnough);

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void Write(char value) => throw new NotSupportedException("Whole lines only.");
}
