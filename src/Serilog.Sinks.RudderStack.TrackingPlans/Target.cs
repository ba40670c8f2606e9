using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Serilog.Sinks.RudderStack.TrackingPlans;

/// <summary>What the program that is compiled can use.</summary>
/// <param name="HasNullable">Whether the language marks what may be null.</param>
/// <param name="HasRequired">Whether the language and the framework have required members.</param>
/// <param name="HasDateOnly">Whether the framework has <c>DateOnly</c>.</param>
/// <param name="HasMicrosoftLogger">Whether our package for Microsoft's logger is referred to.</param>
sealed record Target(bool HasNullable, bool HasRequired, bool HasDateOnly, bool HasMicrosoftLogger)
{
    const string MicrosoftHelpers = "Microsoft.Extensions.Logging.RudderStackLoggerExtensions";

    public static Target Of(Compilation compilation)
    {
        var version = (compilation as CSharpCompilation)?.LanguageVersion ?? LanguageVersion.CSharp7_3;
        return new Target(
            HasNullable: version >= LanguageVersion.CSharp8,
            HasRequired: version >= LanguageVersion.CSharp11
                && Has("System.Runtime.CompilerServices.RequiredMemberAttribute")
                && Has("System.Runtime.CompilerServices.CompilerFeatureRequiredAttribute"),
            HasDateOnly: Has("System.DateOnly"),
            HasMicrosoftLogger: Has(MicrosoftHelpers));

        bool Has(string type) => compilation.GetTypeByMetadataName(type) is { } found && compilation.IsSymbolAccessibleWithin(found, compilation.Assembly);
    }
}
