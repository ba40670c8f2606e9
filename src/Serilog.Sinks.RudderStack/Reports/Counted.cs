using System.Globalization;

namespace Serilog.Sinks.RudderStack.Reports;

/// <summary>Numbers in reports, in the singular or the plural.</summary>
static class Counted
{
    public static string Messages(long count) => Number(count) + (count == 1 ? " message" : " messages");

    /// <summary>As the subject of a verb.</summary>
    public static string Messages(long count, string singularVerb, string pluralVerb) => $"{Messages(count)} {(count == 1 ? singularVerb : pluralVerb)}";

    /// <summary>How often something happened besides what was reported.</summary>
    public static string Further(long count, string singular, string plural) => $"{Number(count)} further {(count == 1 ? singular : plural)}";

    static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
