using System.Reflection;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary>The options that configuration must reach: all that are neither delegate nor handler; each with a good value.</summary>
static class BindableOptions
{
    // AuditTo neither batches nor queues nor tries again.
    static readonly HashSet<string> WithoutMeaningToAudit =
    [
        "Interval", "BatchSize", "RetryAfter", "Verbose", "RetryTimeLimit", "ShutdownTimeout", "ShutdownStallTimeout", "QueueLimit", "QueueLimitBytes",
        "WhenQueueFull", "MaxConcurrentRequests",
    ];

    public static IEnumerable<PropertyInfo> Of(string section) =>
        from option in typeof(RudderStackSinkOptions).GetProperties()
        where !typeof(Delegate).IsAssignableFrom(option.PropertyType)
        where section == "WriteTo" || !WithoutMeaningToAudit.Contains(option.Name)
        select option;

    public static string ArgumentOf(PropertyInfo option) => char.ToLowerInvariant(option.Name[0]) + option.Name[1..];

    /// <summary>A good value that is not the default.</summary>
    public static object Sample(PropertyInfo option) => (option.Name, option.GetValue(new RudderStackSinkOptions())) switch
    {
        ("RetryAfter", _) => TimeSpan.FromSeconds(7),
        ("DefaultAnonymousId", _) => "nobody",
        ("DefaultContext", _) => new Dictionary<string, object?> { ["app.name"] = "Shop", ["app.version"] = "1.2", ["ip"] = "::1" },
        ("DefaultIntegrations", _) => new Dictionary<string, object?>
        {
            ["All"] = false,
            ["Customer.io"] = true,
            ["Google Analytics 4 (GA4)"] = true,
        },
        (_, bool value) => !value,
        (_, int value) => value + 1,
        (_, long value) => value + 1,
        (_, TimeSpan value) => value + TimeSpan.FromSeconds(1),
        (_, string value) => "My" + value,
        (_, Enum value) => Enum.GetValues(option.PropertyType).Cast<Enum>().First(choice => !choice.Equals(value)),
        (_, null) when option.PropertyType == typeof(IList<string>) => new List<string> { "Cost", "Margin" },
        _ => throw new NotSupportedException($"{option.Name}: give a sample value, and see that configuration can bind it."),
    };
}
