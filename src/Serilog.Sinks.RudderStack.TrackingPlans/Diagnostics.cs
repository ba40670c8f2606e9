using Microsoft.CodeAnalysis;

namespace Serilog.Sinks.RudderStack.TrackingPlans;

/// <summary>The diagnostics of the package; the README has cause and remedy of each.</summary>
static class Diagnostics
{
    const string Category = "TrackingPlans";

    // Reading: at the line of the YAML.
    public static readonly DiagnosticDescriptor File = Error("RSTP1001", "A file of a tracking plan cannot be read");
    public static readonly DiagnosticDescriptor Envelope = Error("RSTP1002", "The envelope of a spec is wrong");
    public static readonly DiagnosticDescriptor Spec = Error("RSTP1003", "A spec is wrong");
    public static readonly DiagnosticDescriptor Duplicate = Error("RSTP1004", "An id or a name is used twice");
    public static readonly DiagnosticDescriptor Reference = Error("RSTP1005", "A reference has no target");

    // Anchors.
    public static readonly DiagnosticDescriptor NoAnchor = Error("RSTP2001", "A tracking plan needs a static partial class");
    public static readonly DiagnosticDescriptor NoPlan = Error("RSTP2002", "There is no such tracking plan");

    // Generating.
    public static readonly DiagnosticDescriptor NameChanged = Warning("RSTP3001", "Names of a tracking plan become one in C#");
    public static readonly DiagnosticDescriptor Section = Warning("RSTP3002", "A section fits no call");
    public static readonly DiagnosticDescriptor SameName = Warning("RSTP3003", "Two properties have one name");
    public static readonly DiagnosticDescriptor SameValue = Warning("RSTP3004", "A value is in two cases");
    public static readonly DiagnosticDescriptor SharedEvent = Warning("RSTP3005", "Two plans of one namespace share an event");

    // Using.
    public static readonly DiagnosticDescriptor UnplannedEvent = Warning(Usage.UsageIds.UnplannedEvent, "An event is not in the tracking plan");
    public static readonly DiagnosticDescriptor BrokenRule = Warning(Usage.UsageIds.BrokenRule, "A constant breaks a rule of the tracking plan");
    public static readonly DiagnosticDescriptor MissingMember = Warning(Usage.UsageIds.MissingMember, "A required member is left out");

    static DiagnosticDescriptor Error(string id, string title) => Make(id, title, DiagnosticSeverity.Error);

    static DiagnosticDescriptor Warning(string id, string title) => Make(id, title, DiagnosticSeverity.Warning);

    static DiagnosticDescriptor Make(string id, string title, DiagnosticSeverity severity) =>
        new(id, title, "{0}", Category, severity, isEnabledByDefault: true);
}
