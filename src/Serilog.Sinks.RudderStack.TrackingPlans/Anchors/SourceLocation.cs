using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Anchors;

/// <summary>A place in a file that does not keep the compilation alive, as a <see cref="Location"/> would.</summary>
sealed record SourceLocation(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static SourceLocation Of(Location location) => new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
