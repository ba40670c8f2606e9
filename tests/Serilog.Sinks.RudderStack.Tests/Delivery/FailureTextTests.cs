using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public sealed class FailureTextTests
{
    static readonly Uri Endpoint = new("https://plane.example/v1/batch");

    public static TheoryData<string, Exception> Faults => new()
    {
        { "host name plane.example cannot be resolved|data plane URL|DNS", Wrapped(new SocketException((int)SocketError.HostNotFound)) },
        { "host name plane.example cannot be resolved|DNS", Wrapped(new SocketException((int)SocketError.TryAgain)) },
        { "host name plane.example cannot be resolved|DNS", Wrapped(new SocketException((int)SocketError.NoData)) },
        { "nothing listens at plane.example|is up|data plane URL", Wrapped(new SocketException((int)SocketError.ConnectionRefused)) },
        { "no secure connection to https://plane.example/v1/batch|certificate", Wrapped(new AuthenticationException("The remote certificate is invalid.")) },
        { "certificate of plane.example was issued for another name; it is not trusted or not valid for another reason (RemoteCertificateNameMismatch, RemoteCertificateChainErrors). Check the host|Check its authority|nothing was sent", Wrapped(new AuthenticationException("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch, RemoteCertificateChainErrors")) },
        { "has expired or is not valid yet; it is self-signed, or of an authority|Renew it|clock|trust", Wrapped(new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid, UntrustedRoot")) },
        { "has expired or is not valid yet (NotTimeValid, NotSignatureValid). Renew it", Wrapped(new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid, NotSignatureValid")) },
        { "is of an authority that this host does not know (PartialChain)|intermediate|HttpMessageHandlerFactory", Wrapped(new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: PartialChain")) },
        { "has been revoked (Revoked). Replace it.", Wrapped(new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: Revoked")) },
        { "no connection to plane.example in time|ConnectTimeout", new TaskCanceledException("canceled", new TimeoutException("a connection could not be established")) },
        { "no secure connection to|does not answer in TLS|or write http", Wrapped(new AuthenticationException("Cannot determine the frame size or a corrupted frame was received.")) },
        { "no secure connection to|: wrong frame. Check|http", Wrapped(new AuthenticationException("wrong frame")) },
        { "could not be reached: HttpRequestException: reset. Check|HttpMessageHandlerFactory", new HttpRequestException("reset") },
        { "could not be reached: HttpRequestException: outer. IOException: cut short! Check", new HttpRequestException("outer", new InvalidOperationException("between", new IOException("cut short!"))) },
    };

    [Theory]
    [InlineData(401, "invalid write key", "write key was refused|data plane")]
    [InlineData(403, "", "refused|data plane URL|blocks this host")]
    [InlineData(400, "<html>The plain HTTP request was sent to HTTPS port</html>", "not the answer of a gateway|http or https|firewall")]
    [InlineData(400, "Client sent an HTTP request to an HTTPS server.", "seems to speak https|data plane URL")]
    [InlineData(422, "", "not the answer of a gateway")]
    [InlineData(502, "<html><head><title>502 Bad\r\n Gateway</title></head><body>long", "answered 502: a page of HTML, \"502 Bad Gateway\".")]
    [InlineData(502, "<!DOCTYPE HTML><HTML LANG='en'><HEAD><TITLE>Sorry</TITLE>", "a page of HTML, \"Sorry\".")]
    [InlineData(502, "<html><body><h1>No title</h1>", "answered 502: a page of HTML.")]
    [InlineData(502, "<html><title>Cut off in the mid", "answered 502: a page of HTML.")]
    [InlineData(502, "plain <title>text</title>", "answered 502: \"plain <title>text</title>\".")]
    [InlineData(404, "source is disabled", "source is disabled: enable it")]
    [InlineData(404, "404 page not found", "data plane URL is wrong|source is disabled")]
    [InlineData(405, "", "data plane URL is wrong")]
    [InlineData(407, "", "HttpMessageHandlerFactory")]
    [InlineData(413, "", "MaxBatchBytes")]
    [InlineData(429, "", "rate")]
    [InlineData(301, "", "Redirects are not followed|data plane URL")]
    [InlineData(308, "", "Redirects are not followed")]
    [InlineData(451, "", "NoProxySupport")]
    [InlineData(503, "", "answered 503")]
    public void EachStatusGivesOneLineThatSaysWhatToDo(int status, string text, string parts)
    {
        var answer = new Answer { Status = (HttpStatusCode)status, Text = text };

        AssertLine(FailureText.Describe(answer, Endpoint, gzip: true), $"https://plane.example/v1/batch answered {status}|" + parts);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void EachFaultGivesOneLineThatSaysWhatToDo(string parts, Exception fault) =>
        AssertLine(FailureText.Describe(new Answer { Fault = fault }, Endpoint, gzip: true), parts);

    [Fact]
    public void ATimeOutGivesOneLineThatSaysWhatToDo() =>
        AssertLine(
            FailureText.Describe(new Answer { Fault = new OperationCanceledException(), TimedOut = true }, Endpoint, gzip: true),
            "did not answer in time|is up|RequestTimeout");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void InvalidJsonHintsAtGzipOnlyWhereThereIsGzip(bool gzip)
    {
        var answer = new Answer { Status = HttpStatusCode.BadRequest, Text = "invalid json" };

        Assert.Equal(gzip, FailureText.Describe(answer, Endpoint, gzip).Contains("DisableGzip"));
    }

    [Fact]
    public void OtherRefusalsDoNotHintAtGzip()
    {
        var answer = new Answer { Status = HttpStatusCode.BadRequest, Text = "request neither has anonymousId nor userId" };

        Assert.DoesNotContain("DisableGzip", FailureText.Describe(answer, Endpoint, gzip: true));
    }

    static HttpRequestException Wrapped(Exception cause) => new("outer", new IOException("between", cause));

    static void AssertLine(string line, string parts)
    {
        foreach (var part in parts.Split('|'))
            Assert.Contains(part, line);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Equal(line.Trim(), line);
    }
}
