using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;
using TestedFramework;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class KeyRedactionTests
{
    const string Key = "2bQvXv0pkyKXpXoVDAFKZbZ2Aab";

    static readonly string Credentials = WriteKey.ToBasicCredentials(Key);

    static readonly KeyRedaction Redaction = new(Credentials);

    /// <summary>What may stand for one character of a secret.</summary>
    static readonly Dictionary<string, Func<char, string>> Escapes = new()
    {
        ["plain"] = c => c.ToString(),
        ["json"] = c => $"\\u{(int)c:x4}",
        ["JSON"] = c => $"\\u{(int)c:X4}",
        ["javascript"] = c => $"\\x{(int)c:x2}",
        ["javascript braces"] = c => $"\\u{{{(int)c:x}}}",
        ["octal"] = c => "\\" + Convert.ToString(c, 8).PadLeft(3, '0'),
        ["c#"] = c => $"\\U{(int)c:x8}",
        ["json twice"] = c => $"\\\\u{(int)c:x4}",
        ["html"] = c => $"&#{(int)c};",
        ["html padded"] = c => $"&#{(int)c:000000};",
        ["html hexadecimal"] = c => $"&#x{(int)c:X};",
        ["html twice"] = c => $"&amp;#{(int)c};",
        ["url"] = c => $"%{(int)c:X2}",
        ["URL"] = c => $"%{(int)c:x2}",
        ["url twice"] = c => $"%25{(int)c:X2}",
        ["url three times"] = c => $"%2525{(int)c:X2}",
        ["escape()"] = c => $"%u{(int)c:x4}",
        ["json of url"] = c => $"\\u0025{(int)c:X2}",
        ["utf-16"] = c => $"{c}\0",
        ["utf-16, big end first"] = c => $"\0{c}",
        ["utf-16 as json"] = c => $"{c}\\u0000",
        ["soft hyphens"] = c => $"{c}\u00AD",
        ["zero width spaces"] = c => $"{c}\u200B",
        ["lines"] = c => $"{c}\r\n",
    };

    public static TheoryData<string> EscapeNames => [.. Escapes.Keys];

    [Theory]
    [MemberData(nameof(EscapeNames))]
    public void TheKeyIsFoundInEveryEscape(string name)
    {
        foreach (var secret in new[] { Key, Credentials, Credentials.TrimEnd('=') })
        {
            var escaped = string.Concat(secret.Select(Escapes[name]));

            Assert.Equal("", Left(Redaction.Redact(escaped)));
            Assert.Matches(@"^\{ ""Authorization"": ""Basic [\0]?\*\*\*[\0\r\n\u00AD\u200B]*("" \}|\\u0000"" \})$", Redaction.Redact($$"""{ "Authorization": "Basic {{escaped}}" }"""));
        }
    }

    // Only what must be escaped there.
    [Theory]
    [InlineData("\\u003d")]
    [InlineData("\\u003D")]
    [InlineData("\\x3d")]
    [InlineData("&#61;")]
    [InlineData("&#x3D;")]
    [InlineData("&equals;")]
    [InlineData("%3D")]
    [InlineData("%3d")]
    [InlineData("%253D")]
    [InlineData("=3D")]
    [InlineData("")]
    public void PaddingInEveryEscapeIsFoundWithItsBase64(string padding)
    {
        foreach (var key in new[] { "key-1", "key-12", "key-123", Key, Key + "x", Key + "xy" })
        {
            var credentials = WriteKey.ToBasicCredentials(key);

            var text = new KeyRedaction(credentials).Redact($"Basic {credentials.Replace("=", padding, StringComparison.Ordinal)}; realm");

            Assert.Equal("Basic ***; realm", text);
        }
    }

    [Theory]
    [InlineData("{0}", "***")]
    [InlineData("{0}{0} and {0}", "*** and ***")]
    [InlineData("key={0}", "key=***")]
    [InlineData("?writeKey={0}&a=b", "?writeKey=***&a=b")]
    [InlineData("<b>{0}</b>", "<b>***</b>")]
    [InlineData("100%{0}", "100%***")]
    [InlineData("&{0};", "&***;")]
    [InlineData("nothing of it", "nothing of it")]
    [InlineData("a \\ b & c % d = e &amp; &#61; %3D \\u003d", "a \\ b & c % d = e &amp; &#61; %3D \\u003d")]
    [InlineData("", "")]
    public void TheRestOfTheTextStaysAsItIs(string format, string expected) =>
        Assert.Equal(expected, Redaction.Redact(string.Format(CultureInfo.InvariantCulture, format, Key)));

    [Theory]
    [InlineData("writeKey=2bQvXv0pky\\u004bXpXoVDAFKZbZ2Aab")]
    [InlineData("writeKey=2bQvXv0pky%4BXpXoVDAFKZbZ2Aab")]
    [InlineData("2BQVXV0PKYKXPXOVDAFKZBZ2AAB")]
    [InlineData("2bQvXv0pkyKXpXo...")]
    [InlineData("2bQvXv0p")]
    [InlineData("=32=62=51=76=58=76=30=70=6B=79=4B=58=70=58=6F=56=44=41=46=4B=5A=62=5A=32=41=61=62")]
    [InlineData("=32=62=51=76=58=76=30=70=6B=79=4B=\r\n=58=70=58=6F=56=44=41=46=4B=5A=62=5A=32=41=61=62")]
    public void OtherFormsAreFoundAsWell(string text) =>
        Assert.Matches("^(writeKey=)?\\*\\*\\*(\\.\\.\\.)?$", Redaction.Redact(text));

    [Theory]
    [InlineData("2bQvXv0")]
    [InlineData("Authorization")]
    [InlineData("bQvXv0pkyKXpXoVDAFKZbZ2Aa")]
    public void WhatIsNotRecognisableStays(string text) => Assert.Equal(text, Redaction.Redact(text));

    [Theory]
    [InlineData("disabled-key", "source is disabled", "source is disabled")]
    [InlineData("Unauthorized1", "Unauthorized", "Unauthorized")]
    [InlineData("disabled-key", "source disabled-ke", "source ***")]
    [InlineData("disabledWithACapital", "disabledW", "***")]
    public void AWordIsNoBeginningOfAKey(string key, string text, string expected) =>
        Assert.Equal(expected, new KeyRedaction(WriteKey.ToBasicCredentials(key)).Redact(text));

    [Fact]
    public void Base64OfMoreThanTheKeyIsFound()
    {
        foreach (var around in new[] { "", "x", "xy", "xyz", """{"writeKey":" """ })
        {
            foreach (var alphabet in new Func<string, string>[] { text => text, text => text.Replace('+', '-').Replace('/', '_') })
            {
                var text = Redaction.Redact(alphabet(Convert.ToBase64String(Encoding.UTF8.GetBytes(around + Key + around))));

                Assert.Contains("***", text, StringComparison.Ordinal);
                Assert.True(text.Length < around.Length * 3 + 10, text);
            }
        }
    }

    [Fact]
    public void WithoutAKeyNothingIsHidden()
    {
        foreach (var credentials in new[] { "", WriteKey.ToBasicCredentials("") })
            Assert.Equal("Og== and text", new KeyRedaction(credentials).Redact("Og== and text", isCut: true));
    }

    // The filler is never part of a secret: whatever else is left would be.
    [Fact]
    public void NothingOfASecretGetsThroughHoweverItIsEscapedAndWhereverItIsCut()
    {
        var keys = Gen.Char["0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"].Array[8, 40].Select(chars => new string(chars));
        var escapes = Gen.OneOfConst([.. Escapes.Keys]).Array[1, 5];

        Gen.Select(keys, Gen.Int[0, 2], escapes, Gen.Int[0, 520], Gen.Int[0, 40]).Sample((key, form, names, before, after) =>
        {
            var credentials = WriteKey.ToBasicCredentials(key);
            var secret = form switch { 0 => key, 1 => credentials, _ => credentials.TrimEnd('=') };
            var escaped = string.Concat(secret.Select((c, i) => Escapes[names[i % names.Length]](c)));
            var text = new string('.', before) + escaped + new string('.', after);
            var cut = text[..Math.Min(text.Length, 512)];

            var redacted = new KeyRedaction(credentials).Redact(cut, isCut: cut.Length == 512);

            return Left(redacted).Length == 0;
        }, iter: 10_000);
    }

    [Theory]
    [InlineData("&#x32&#x62&#x51&#x76&#x58&#x76&#x30&#x70")]
    [InlineData("&#50&#98&#81&#118&#88&#118&#48&#112")]
    public void HtmlEscapesWithoutTheirEndAreFound(string text) => Assert.Equal("***", Redaction.Redact(text));

    // The filler, the marks and what cannot be seen aside; the last escape of it may be cut, where its 0 could begin a secret.
    static string Left(string redacted) =>
        Regex.Replace(redacted, @"\\u0000|\\u0{0,3}$", "").Trim('.', '*', '\0', '\r', '\n', '\u00AD', '\u200B');

    [Fact]
    public void FaultsKeepTheirTypesAndCausesAndNothingElse()
    {
        var socket = new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused);
        var original = new HttpRequestException(HttpRequestError.ConnectionError, $"key {Key}", new IOException($"read {Credentials}", socket), HttpStatusCode.BadGateway);
        original.Data["request"] = Key;

        var fault = Assert.IsType<HttpRequestException>(RequestFault.Of(original, Redaction));

        // netstandard2.0 knows neither an error nor a status of it.
        Assert.Equal("key ***", fault.Message);
        Assert.Equal(
            Tested.Expect(ordinarily: (HttpRequestError.ConnectionError, (HttpStatusCode?)HttpStatusCode.BadGateway), onNetStandard: (HttpRequestError.Unknown, null)),
            (fault.HttpRequestError, fault.StatusCode));
        Assert.Empty(fault.Data);
        var cause = Assert.IsType<IOException>(fault.InnerException);
        Assert.Equal("read ***", cause.Message);
        var end = Assert.IsType<System.Net.Sockets.SocketException>(cause.InnerException);
        Assert.Equal((socket.SocketErrorCode, socket.Message), (end.SocketErrorCode, end.Message));
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<Exception> OfDotNet => new()
    {
        new TaskCanceledException("late", new TimeoutException("30 s")),
        new OperationCanceledException("stopped"),
        new System.Security.Authentication.AuthenticationException("certificate"),
        new HttpRequestException("no answer"),
    };

    [Theory]
    [MemberData(nameof(OfDotNet))]
    public void FaultsOfDotNetAreOfTheirType(Exception original)
    {
        var fault = RequestFault.Of(original, Redaction);

        Assert.NotSame(original, fault);
        Assert.Equal((original.GetType(), original.Message), (fault.GetType(), fault.Message));
        Assert.Equal(original.InnerException?.GetType(), fault.InnerException?.GetType());
    }

    [Fact]
    public void OtherFaultsAreNamedAndReduced()
    {
        var original = new RefusedByHandlerException($"refused {Key}", new HttpRequestException("inside")) { Request = new HttpRequestMessage() };

        var fault = RequestFault.Of(original, Redaction);

        Assert.Equal("RefusedByHandlerException: refused ***", fault.Message);
        Assert.IsType<HttpRequestException>(fault.InnerException);
        Assert.StartsWith("RefusedByHandlerException: refused *** ---> System.Net.Http.HttpRequestException: inside", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CausesWithoutEndEnd()
    {
        Exception exception = new InvalidOperationException("0");
        for (var i = 1; i < 10_000; i++)
            exception = new InvalidOperationException(i.ToString(CultureInfo.InvariantCulture), exception);

        var causes = 0;
        for (var fault = RequestFault.Of(exception, Redaction); fault is not null; fault = fault.InnerException)
            causes++;

        Assert.Equal(9, causes);
    }

    sealed class RefusedByHandlerException(string message, Exception inner) : Exception(message, inner)
    {
        public required HttpRequestMessage Request { get; init; }
    }
}
