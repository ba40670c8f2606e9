using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Says what an answer means and what to do about it, to the person who runs the application.</summary>
/// <remarks>It sees answers and addresses only. The write key is blacked out in them; what else a server quotes is in the report, too.</remarks>
static class FailureText
{
    const string TitleTag = "<title>";

    /// <summary>What happened to a batch, with the advice that fits.</summary>
    public static string Describe(Answer answer, SinkSettings settings) => Describe(answer, settings.BatchEndpoint, gzip: !settings.DisableGzip);

    /// <summary>What happened, with the advice that fits.</summary>
    public static string Describe(Answer answer, Uri endpoint, bool gzip) => answer.Status is { } status
        ? $"{endpoint} answered {Status(answer, status)}. {Advice(status, answer.Text, gzip)}".TrimEnd()
        : Fault(answer, endpoint);

    static string Status(Answer answer, HttpStatusCode status)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        var reason = string.IsNullOrEmpty(answer.ReasonPhrase) ? "" : " " + answer.ReasonPhrase;
        var text = answer.Text.Length == 0 ? "" : $": {Shown(answer.Text)}";
        return code + reason + text;
    }

    // Of a page for browsers its title says it all.
    static string Shown(string text)
    {
        if (text.IndexOf("<html", StringComparison.OrdinalIgnoreCase) < 0 && !text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase))
            return $"\"{text}\"";

        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase) + TitleTag.Length;
        var end = start < TitleTag.Length ? -1 : text.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? "a page of HTML" : $"a page of HTML, \"{OneLine.Of(text.Substring(start, end - start))}\"";
    }

    static string Advice(HttpStatusCode status, string text, bool gzip) => (int)status switch
    {
        400 when gzip && text.Contains("invalid json") =>
            "If the data plane is rudder-server before 1.4, it cannot read gzip: set DisableGzip.",
        401 => "The write key was refused: check that it is the key of a source of this data plane.",
        403 => "Access was refused, not by a gateway: check the data plane URL, and whether a firewall in front of it blocks this host or what an event contains.",
        400 when (text.Contains("https") || text.Contains("HTTPS")) && !OutcomePolicy.IsGateways(text) =>
            "This port seems to speak https: check the data plane URL (http or https, host, port), and whether a firewall in front of it refuses what an event contains. This is not the answer of a gateway.",
        400 or 422 when !OutcomePolicy.IsGateways(text) =>
            "This is not the answer of a gateway: check the data plane URL (http or https, host, port), and whether a firewall in front of it refuses what an event contains.",
        404 when text.Contains("source is disabled") => "The source is disabled: enable it in RudderStack.",
        404 or 405 => "The source is disabled or the data plane URL is wrong: check both.",
        407 => "The HTTP proxy requires credentials: set HttpMessageHandlerFactory.",
        413 => "The request was too large: lower MaxBatchBytes or MaxMessageBytes.",
        429 => "The data plane limits the rate: raise its limit, or log fewer events.",
        451 => "The node count of RudderStack's proxy differs, and GET /cluster-info does not give the right one: set NoProxySupport unless RudderStack's proxy is there.",
        >= 300 and <= 399 => "Redirects are not followed: set the data plane URL to where it leads.",
        _ => "",
    };

    static string Fault(Answer answer, Uri endpoint)
    {
        if (answer.TimedOut)
            return $"{endpoint} did not answer in time. Check that the data plane is up, or raise RequestTimeout.";

        var fault = answer.Fault!;
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                // What .NET's handler throws for its ConnectTimeout; any other time-out would be answer.TimedOut.
                case TimeoutException:
                    return $"no connection to {endpoint.Authority} in time. Check that the data plane is up and can be reached from this host, or raise ConnectTimeout.";
                case AuthenticationException when cause.Message.Contains("frame size"):
                    return $"no secure connection to {endpoint}: what listens there does not answer in TLS. Check that the data plane speaks https at this port (or write http).";
                case AuthenticationException when CertificateText.Of(cause.Message, endpoint.Host) is { } certificate:
                    return $"no secure connection to {endpoint}, and nothing was sent: {certificate}";
                case AuthenticationException:
                    return $"no secure connection to {endpoint}: {Sentence(cause.Message)} Check that the data plane speaks https at this port (or write http), and its certificate, or set HttpMessageHandlerFactory to trust that.";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return $"the host name {endpoint.Host} cannot be resolved: {Sentence(cause.Message)} Check the data plane URL and the DNS of this host.";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return $"nothing listens at {endpoint.Authority}: {Sentence(cause.Message)} Check that the data plane is up and the data plane URL is right.";
                default:
                    continue;
            }
        }

        // .NET's outer exception often says no more than that sending failed.
        var root = fault.GetBaseException();
        var because = ReferenceEquals(root, fault) ? "" : $" {Sentence(Named(root))}";
        return $"{endpoint} could not be reached: {Sentence(Named(fault))}{because} Check the data plane, what stands before it, and HttpMessageHandlerFactory if that is set.";
    }

    static string Named(Exception fault) => fault is RequestFault ? fault.Message : $"{fault.GetType().Name}: {fault.Message}";

    // Advice follows.
    static string Sentence(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.Length > 0 && trimmed[trimmed.Length - 1] is '.' or '!' or '?' ? trimmed : trimmed + ".";
    }
}
