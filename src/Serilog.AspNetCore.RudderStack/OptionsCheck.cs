using Microsoft.Extensions.Options;

namespace Serilog.AspNetCore.RudderStack;

/// <summary>Lets wrong options fail the host at start, not the first event.</summary>
sealed class OptionsCheck : IValidateOptions<RudderStackHttpContextOptions>
{
    public ValidateOptionsResult Validate(string? name, RudderStackHttpContextOptions options) =>
        options.Faults() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
