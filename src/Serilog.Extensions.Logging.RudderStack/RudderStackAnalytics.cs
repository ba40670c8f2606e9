namespace Serilog.Extensions.Logging.RudderStack;

/// <summary>A category for analytics calls, so that filters keep them, and the personal data in them, out of other providers.</summary>
/// <remarks>
/// Inject <c>ILogger&lt;RudderStackAnalytics&gt;</c> for analytics, and add
/// <c>builder.Logging.AddFilter(RudderStackAnalytics.Category, LogLevel.None)</c>: the provider of <c>AddRudderStack</c> has a
/// rule of its own, which wins, and all others get nothing. Filters of Microsoft's logging see category and level, never values.
/// </remarks>
public sealed class RudderStackAnalytics
{
    /// <summary>The category's name: the full name of this type.</summary>
    public const string Category = "Serilog.Extensions.Logging.RudderStack.RudderStackAnalytics";

    RudderStackAnalytics()
    {
    }
}
