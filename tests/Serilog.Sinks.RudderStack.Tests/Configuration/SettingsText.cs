using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Configuration;

/// <summary>All settings as text, so that two ways to set an option can be compared whatever the option is.</summary>
static class SettingsText
{
    public static string Of(SinkSettings settings) => string.Join("\n", Lines(settings).Concat(Lines(settings.Mapping)).Order());

    static IEnumerable<string> Lines(object settings) =>
        from property in settings.GetType().GetProperties()
        where property.PropertyType != typeof(MappingSettings)
        select $"{property.Name} = {Text(property.GetValue(settings))}";

    static string? Text(object? value) => value switch
    {
        HashSet<string> names => string.Join(", ", names.Order()),
        ReportOutlet outlet => outlet.StandardError.ToString(),
        _ => value?.ToString(),
    };
}
