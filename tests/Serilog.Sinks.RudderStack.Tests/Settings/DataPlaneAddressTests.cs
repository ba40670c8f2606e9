using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

[Collection(SelfLogCapture.Collection)]
public class DataPlaneAddressTests
{
    [Theory]
    [InlineData("https://plane.example", "https://plane.example")]
    [InlineData("https://plane.example/", "https://plane.example")]
    [InlineData("HTTPS://plane.example//", "https://plane.example")]
    [InlineData("https://plane.example/v1/batch", "https://plane.example")]
    [InlineData("https://plane.example/v1/batch/", "https://plane.example")]
    [InlineData("https://plane.example:8443/a/b", "https://plane.example:8443/a/b")]
    [InlineData("https://plane.example/a/b/", "https://plane.example/a/b")]
    [InlineData("https://plane.example/a/v1/batch", "https://plane.example/a")]
    [InlineData("https://plane.example/a/v1/batches", "https://plane.example/a/v1/batches")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    public void EveryFormOfTheUrlLeadsToTheSameEndpoints(string url, string baseUrl)
    {
        var settings = Validation.Accept(url: url);

        Assert.Equal(baseUrl + "/v1/batch", settings.BatchEndpoint.AbsoluteUri);
        Assert.Equal(baseUrl + "/cluster-info", settings.ClusterInfoEndpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, "is empty")]
    [InlineData("", "is empty")]
    [InlineData("  ", "is empty")]
    [InlineData("plane.example", "is not an absolute http or https URL")]
    [InlineData("localhost:8080", "is not an absolute http or https URL")]
    [InlineData("/v1/batch", "is not an absolute http or https URL")]
    [InlineData("ftp://plane.example", "is not an absolute http or https URL")]
    [InlineData("https://", "is not an absolute http or https URL")]
    [InlineData("https://plane.example?a=b", "has a query or a fragment")]
    [InlineData("https://plane.example/?", "has a query or a fragment")]
    [InlineData("https://plane.example/#top", "has a query or a fragment")]
    [InlineData("https://name:secret@plane.example", "contains a user name or password")]
    public void WhatIsNoPlainHttpUrlIsAFaultThatDoesNotShowIt(string? url, string problem)
    {
        var line = Assert.Single(Validation.Reject(url: url));

        Assert.StartsWith($"- dataPlaneUrl {problem}", line, StringComparison.Ordinal);
        Assert.Contains("https://your-data-plane.example", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://plane.example/a", "plane.example")]
    [InlineData("http://10.0.0.7:8080", "10.0.0.7")]
    [InlineData("http://192.168.1.1", "192.168.1.1")]
    [InlineData("http://localhost.example", "localhost.example")]
    [InlineData("http://notlocalhost", "notlocalhost")]
    public void ClearTextToAnotherHostIsWarnedAboutOnce(string url, string host)
    {
        using var selfLog = new SelfLogCapture();

        Validation.Accept(url: url);

        var line = Assert.Single(selfLog.Lines);
        Assert.Contains($"dataPlaneUrl is plain http to {host},", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Validation.WriteKey, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://plane.example")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://LOCALHOST.")]
    [InlineData("http://plane.localhost")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.8.9.10")]
    [InlineData("http://[::1]:8080")]
    public void EncryptedAndLocalTrafficIsNotWarnedAbout(string url)
    {
        using var selfLog = new SelfLogCapture();

        Validation.Accept(url: url);

        Assert.Empty(selfLog.Lines);
    }
}
