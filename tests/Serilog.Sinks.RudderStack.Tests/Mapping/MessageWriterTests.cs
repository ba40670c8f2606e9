using System.Text;
using Serilog.Sinks.RudderStack.Mapping;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class MessageWriterTests
{
    [Fact]
    public void AWriterInUseIsNotHandedOutAgain()
    {
        var first = MessageWriter.Rent();
        var second = MessageWriter.Rent();
        Assert.NotSame(first, second);

        MessageWriter.Return(first);
        Assert.Same(first, MessageWriter.Rent());
    }

    [Fact]
    public void AWriterComesBackEmptyAndCleared()
    {
        var writer = MessageWriter.Rent();
        writer.Text("secret");
        MessageWriter.Return(writer);

        Assert.Same(writer, MessageWriter.Rent());
        Assert.Equal(0, writer.Position);
        Assert.All(writer.Claim(16).ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void AWriterThatGrewLargeIsNotKept()
    {
        var writer = MessageWriter.Rent();
        writer.Text(new string('x', 70_000));
        MessageWriter.Return(writer);

        Assert.NotSame(writer, MessageWriter.Rent());
    }

    [Fact]
    public void TextOfAnyLengthIsWritten()
    {
        foreach (var length in new[] { 0, 1, 1023, 1024, 1025, 4094, 4096, 5000, 100_000 })
        {
            foreach (var unit in new[] { "x", "é", "订", "😀", "\"", "\u0001" })
            {
                var text = string.Concat(Enumerable.Repeat(unit, length / unit.Length));
                var writer = MessageWriter.Rent();
                writer.Text(text);
                var written = Encoding.UTF8.GetString(writer.Written);
                MessageWriter.Return(writer);

                Assert.Equal(text, System.Text.Json.JsonSerializer.Deserialize<string>(written));
            }
        }
    }

    [Fact]
    public void PastTheCeilingNothingIsWrittenUntilTruncated()
    {
        var writer = MessageWriter.Rent();
        writer.Raw("head"u8);
        writer.Text(new string('x', MessageWriter.HighestCeiling + 1));
        Assert.True(writer.IsFull);
        var position = writer.Position;
        writer.Raw("more"u8);
        Assert.Equal(position, writer.Position);

        writer.Truncate(4);
        writer.Raw("!"u8);
        Assert.Equal("head!", Encoding.UTF8.GetString(writer.Written));
    }
}
