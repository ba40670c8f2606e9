using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RudderStack.TrackingPlans.Model;

/// <summary>The formats of strings, as ajv-formats 2 reads them; RudderStack's server has that version.</summary>
/// <remarks>The text may be anybody's: no expression here takes longer than in proportion to it.</remarks>
static class StringFormat
{
    const RegexOptions Options = RegexOptions.CultureInvariant;

    static readonly Regex DateShape = new(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z", Options);
    static readonly Regex TimeShape = new(@"\A[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)?\z", Options);
    static readonly Regex Uuid = new(@"\A([uU][rR][nN]:[uU][uU][iI][dD]:)?[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\z", Options);
    static readonly Regex Atom = new(@"\A[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+\z", Options);
    static readonly Regex Label = new(@"\A[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\z", Options);
    static readonly Regex Ipv4Part = new(@"\A[0-9]{1,3}\z", Options);
    static readonly Regex Ipv6Letters = new(@"\A[0-9a-fA-F:.]+\z", Options);

    // .NET allows leading zeros there.
    static readonly Regex Ipv4End = new(@":(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}\z", Options);

    // A T or what is a blank in JavaScript.
    static readonly char[] DateTimeSeparators = "tT \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff".ToCharArray();

    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => IsDateTime(text),
        "date" => IsDate(text),
        "time" => IsTime(text),
        "email" => IsEmail(text),
        "uuid" => Uuid.IsMatch(text),
        "hostname" => IsHostname(text),
        "ipv4" => IsIpv4(text),
        "ipv6" => IsIpv6(text),
        _ => true,
    };

    // The zone may be missing: the server does not look for it.
    static bool IsDateTime(string text)
    {
        var separator = text.IndexOfAny(DateTimeSeparators);
        return separator >= 0 && IsDate(text.Substring(0, separator)) && IsTime(text.Substring(separator + 1));
    }

    // .NET has no year 0; the server does.
    static bool IsDate(string text) =>
        DateShape.IsMatch(text)
        && Number(text, 5) is >= 1 and <= 12 and var month
        && Number(text, 8) is >= 1 and var day
        && day <= DateTime.DaysInMonth(Number(text, 0, 4) is >= 1 and var year ? year : 4, month);

    static bool IsTime(string text) =>
        TimeShape.IsMatch(text)
        && (Number(text, 0), Number(text, 3), Number(text, 6)) is ( <= 23, <= 59, <= 59) or (23, 59, 60);

    static bool IsEmail(string text) =>
        text.Split('@') is [var local, var domain]
        && local.Split('.').All(Atom.IsMatch)
        && domain.Split('.') is { Length: >= 2 } labels
        && labels.All(Label.IsMatch);

    static bool IsHostname(string text)
    {
        var name = text.EndsWith(".", StringComparison.Ordinal) ? text.Substring(0, text.Length - 1) : text;
        return name.Length is >= 1 and <= 253 && name.Split('.').All(static label => label.Length <= 63 && Label.IsMatch(label));
    }

    static bool IsIpv4(string text) =>
        text.Split('.') is { Length: 4 } parts && parts.All(static part => Ipv4Part.IsMatch(part) && Number(part, 0, part.Length) <= 255);

    // Without a zone, a port or a prefix, which IPAddress reads, too.
    static bool IsIpv6(string text) =>
        Ipv6Letters.IsMatch(text)
        && (text.IndexOf('.') < 0 || Ipv4End.IsMatch(text))
        && IPAddress.TryParse(text, out var address)
        && address.AddressFamily == AddressFamily.InterNetworkV6;

    static int Number(string text, int start, int length = 2) => int.Parse(text.Substring(start, length), NumberStyles.None, CultureInfo.InvariantCulture);
}
