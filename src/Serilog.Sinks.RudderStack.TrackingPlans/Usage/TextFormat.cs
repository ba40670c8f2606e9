using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>The formats of texts, no stricter than the server reads them.</summary>
static class TextFormat
{
    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    static readonly Regex Time = new(@"\A([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?(z|[+-][0-9]{2}(:?[0-9]{2})?)?\z", Options);
    static readonly Regex Email = new(@"\A[^\s@]+@[^\s@]+\z", Options);
    static readonly Regex Uuid = new(@"\A(urn:uuid:)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\z", Options);
    static readonly Regex Hostname = new(@"\A(?=.{1,253}\.?\z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?\z", Options);
    static readonly Regex Ipv4 = new(@"\A(0*(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\.(?!\z)|\z)){4}\z", Options);
    static readonly Regex Ipv6 = new(@"\A[0-9a-f:.]+\z", Options);

    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => text.Length > 11 && text[10] is 'T' or 't' or ' ' && IsDate(text.Substring(0, 10)) && Time.IsMatch(text.Substring(11)),
        "date" => IsDate(text),
        "time" => Time.IsMatch(text),
        "email" => Email.IsMatch(text),
        "uuid" => Uuid.IsMatch(text),
        "hostname" => Hostname.IsMatch(text),
        "ipv4" => Ipv4.IsMatch(text),
        "ipv6" => Ipv6.IsMatch(text) && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        _ => true,
    };

    // .NET has no year 0; the server does.
    static bool IsDate(string text) =>
        DateTime.TryParseExact(text.StartsWith("0000-", StringComparison.Ordinal) ? "0004" + text.Substring(4) : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
