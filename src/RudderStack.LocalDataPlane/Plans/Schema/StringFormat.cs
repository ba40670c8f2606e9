using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RudderStack.Local.Plans.Schema;

/// <summary>The formats of strings, as ajv-formats 2 reads them; the server has that version.</summary>
static partial class StringFormat
{
    const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => IsDateTime(text),
        "date" => IsDate(text),
        "time" => IsTime(text),
        "email" => Email().IsMatch(text),
        "uuid" => Uuid().IsMatch(text),
        "hostname" => IsHostname(text),
        "ipv4" => IsIpv4(text),
        "ipv6" => IsIpv6(text),
        _ => true,
    };

    // A T or a blank between them. The zone may be missing: the server does not look for it.
    static bool IsDateTime(string text)
    {
        var separator = text.AsSpan().IndexOfAny(' ', 't', 'T');
        return separator >= 0 && IsDate(text[..separator]) && IsTime(text[(separator + 1)..]);
    }

    static bool IsDate(string text) =>
        DateShape().IsMatch(text)
        && Number(text, 5) is >= 1 and <= 12 and var month
        && Number(text, 8) is >= 1 and var day
        && day <= (Number(text, 0, 4) is >= 1 and var year ? DateTime.DaysInMonth(year, month) : DateTime.DaysInMonth(4, month));

    static bool IsTime(string text) =>
        TimeShape().IsMatch(text)
        && (Number(text, 0), Number(text, 3), Number(text, 6)) is ( <= 23, <= 59, <= 59) or (23, 59, 60);

    static bool IsHostname(string text)
    {
        var name = text.EndsWith('.') ? text[..^1] : text;
        return name.Length is >= 1 and <= 253 && name.Split('.').All(label => label.Length is >= 1 and <= 63 && Label().IsMatch(label));
    }

    static bool IsIpv4(string text) =>
        text.Split('.') is { Length: 4 } parts && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit) && Number(part, 0, part.Length) <= 255);

    // Without a zone, a port or a prefix, which IPAddress reads, too.
    static bool IsIpv6(string text) =>
        text.All(character => char.IsAsciiHexDigit(character) || character is ':' or '.')
        && IPAddress.TryParse(text, out var address)
        && address.AddressFamily == AddressFamily.InterNetworkV6;

    static int Number(string text, int start, int length = 2) => int.Parse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z", Options)]
    private static partial Regex DateShape();

    [GeneratedRegex(@"\A[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(z|[+-][0-9]{2}(:?[0-9]{2})?)?\z", Options)]
    private static partial Regex TimeShape();

    [GeneratedRegex(@"\A[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", Options)]
    private static partial Regex Email();

    [GeneratedRegex(@"\A(urn:uuid:)?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\z", Options)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", Options)]
    private static partial Regex Label();
}
