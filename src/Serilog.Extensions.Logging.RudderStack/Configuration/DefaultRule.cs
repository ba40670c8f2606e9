using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Serilog.Extensions.Logging.RudderStack.Configuration;

/// <summary>Lets the provider have <c>Information</c> and above, whatever the rules for all providers say.</summary>
/// <remarks>
/// A rule for a provider wins over every rule that names none: <c>Logging:LogLevel:Default</c> does not mute analytics. Of
/// equal rules the last wins: this one stands first, so that the user's own for the provider do. It does not go below
/// <c>Information</c>, which would make frameworks prepare debug events for nothing.
/// </remarks>
sealed class DefaultRule : IConfigureOptions<LoggerFilterOptions>
{
    public void Configure(LoggerFilterOptions options) =>
        options.Rules.Insert(0, new LoggerFilterRule(typeof(RudderStackLoggerProvider).FullName, categoryName: null, LogLevel.Information, filter: null));
}
