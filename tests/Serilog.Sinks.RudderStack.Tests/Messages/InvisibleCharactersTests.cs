using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

/// <summary>The rule of the gateway (rudder-go-kit, <c>sanitize</c>), by which it also rejects whole batches.</summary>
public class InvisibleCharactersTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\t\r\n")]
    [InlineData("\u0000\u0007\u001b\u007f\u0085")]
    [InlineData("\u00a0\u2003\u202f\u205f\u3000\u1680")]
    [InlineData("\u00ad\u061c\u180e\u200b\u200d\u200e\u2060\u2064\u206f\ufeff")]
    [InlineData("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")]
    [InlineData("\u2028\u2029")]
    [InlineData("\ue000\ufdd0")]
    [InlineData("\U000e0001\U000f0000")]
    [InlineData(" \u200b ")]
    public void WhatShowsNothingIsBlank(string? text)
    {
        Assert.True(InvisibleCharacters.IsBlank(text));
        Assert.Equal("", InvisibleCharacters.Clean(text ?? ""));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData(" a b ", "a b")]
    [InlineData("\ta\u200bb\u00a0c\n", "abc")]
    [InlineData("\u200b a\u00ad ", "a")]
    [InlineData("用户", "用户")]
    [InlineData("😀", "😀")]
    [InlineData("👩\u200d🚀", "👩🚀")]
    [InlineData("a\u0301", "a\u0301")]
    [InlineData("\u0301", "\u0301")]
    [InlineData("\ufffd", "\ufffd")]
    [InlineData("~", "~")]
    public void WhatShowsSomethingIsKept(string text, string cleaned)
    {
        Assert.False(InvisibleCharacters.IsBlank(text));
        Assert.Equal(cleaned, InvisibleCharacters.Clean(text));
    }

    // Not as inline data, which xunit would have to write down as valid text.
    [Fact]
    public void ALoneSurrogateCountsBecauseItIsSentAsAVisibleReplacement()
    {
        Assert.False(InvisibleCharacters.IsBlank("\ud83d"));
        Assert.Equal("\ude00x", InvisibleCharacters.Clean("\ude00\u200bx"));
    }

    [Fact]
    public void TextWithNothingToRemoveIsNotCopied()
    {
        var text = string.Concat("order", "-1");
        Assert.Same(text, InvisibleCharacters.Clean(text));
    }
}
