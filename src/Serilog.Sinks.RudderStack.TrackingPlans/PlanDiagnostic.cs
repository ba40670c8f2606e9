using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RudderStack.TrackingPlans;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;
using Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

namespace Serilog.Sinks.RudderStack.TrackingPlans;

/// <summary>A diagnostic and its place.</summary>
sealed record PlanDiagnostic(DiagnosticDescriptor Descriptor, SourceLocation Location, string Text)
{
    public static PlanDiagnostic Of(PlanFault fault) => new(
        fault.Kind switch
        {
            FaultKind.File => Diagnostics.File,
            FaultKind.Envelope => Diagnostics.Envelope,
            FaultKind.Duplicate => Diagnostics.Duplicate,
            FaultKind.Reference => Diagnostics.Reference,
            _ => Diagnostics.Spec,
        },
        LocationOf(fault.Place),
        fault.Text);

    public static PlanDiagnostic Of(ShapeFault fault) => new(
        fault.Kind switch
        {
            ShapeFaultKind.NameChanged => Diagnostics.NameChanged,
            ShapeFaultKind.Section => Diagnostics.Section,
            ShapeFaultKind.SameName => Diagnostics.SameName,
            _ => Diagnostics.SameValue,
        },
        LocationOf(fault.Place),
        fault.Text);

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location.ToLocation(), Text);

    static SourceLocation LocationOf(Place place)
    {
        var position = new LinePosition(place.Line - 1, place.Column - 1);
        return new SourceLocation(place.File, default, new LinePositionSpan(position, position));
    }
}
