using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;
using Serilog.Sinks.RudderStack.TrackingPlans.Naming;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

/// <summary>Decides what is generated of a plan: which calls, which classes, which shared types, under which names.</summary>
sealed class ShapeBuilder
{
    readonly TrackingPlan _plan;
    readonly Anchor _anchor;
    readonly PlanShape _shape = new();

    ShapeBuilder(TrackingPlan plan, Anchor anchor)
    {
        _plan = plan;
        _anchor = anchor;
    }

    public static PlanShape Build(TrackingPlan plan, Anchor anchor, Target target)
    {
        var builder = new ShapeBuilder(plan, anchor);
        builder.Build(target);
        return builder._shape;
    }

    void Build(Target target)
    {
        // Rules with a fault have names too, so that those of the others do not depend on the fault.
        var types = new SharedTypes(target, _anchor.FullName);
        var needed = new SharedTypes(target, _anchor.FullName);
        foreach (var rule in _plan.Rules)
        {
            types.Find(rule.Properties, rule.Variant);
            if (!rule.HasFault)
                needed.Find(rule.Properties, rule.Variant);
        }

        // A class that is open has a member of this name, which it cannot share.
        var names = new NameTable([_anchor.Name, "AdditionalProperties", .. _anchor.OwnMembers.Split([','], StringSplitOptions.RemoveEmptyEntries)]);
        foreach (var rule in _plan.Rules)
            names.Add(rule.Event, ClassNameOf(rule.Event), ClassNameOf(rule.Event) + Identifier.Suffix(rule.Event.Id), "event " + rule.Event.Id);
        foreach (var owner in types.Owners)
            names.Add(owner, owner.Bare, owner.Bare + Identifier.Suffix(owner.Entry.Id), owner.Identity);
        var given = names.Resolve();

        types.Name(given);
        var classes = new ClassBuilder(types, _shape.Faults);
        foreach (var owner in types.Owners.Where(needed.Has))
        {
            ReportName(given[owner], owner.Entry.Place, owner.What);
            _shape.Shared.Add(types.Build(owner, classes));
        }

        foreach (var rule in _plan.Rules)
        {
            ReportName(given[rule.Event], rule.Event.Place, rule.Event.Kind == EventKind.Track ? $"the event {rule.Event.Name}" : $"the {rule.Event.Kind} event");
            if (!rule.HasFault)
                AddCall(rule, given[rule.Event].Name, classes);
        }
    }

    static string ClassNameOf(PlanEvent planned) => planned.Kind switch
    {
        EventKind.Track => Identifier.Of(planned.Name),
        EventKind.Identify => "IdentifyTraits",
        EventKind.Group => "GroupTraits",
        EventKind.Page => "PageProperties",
        _ => "ScreenProperties",
    };

    void AddCall(EventRule rule, string name, ClassBuilder classes)
    {
        if (!Fits(rule))
        {
            var section = rule.Section == IdentitySection.Traits ? "traits" : "properties";
            _shape.Faults.Add(new ShapeFault(ShapeFaultKind.Section, rule.Place, $"The rule {rule.Id} is about {section}, which no {rule.Event.Kind} call writes at its top level: no call is generated for it."));
            return;
        }

        var call = new CallShape { Rule = rule, Name = name, Doc = DocOf(rule.Event) };
        var isEmpty = rule.Properties.Count == 0 && rule.Variant is null && !rule.IsOpen;
        if (!isEmpty || rule.Event.Kind != EventKind.Track)
        {
            call.Class = classes.Build(name, rule.Properties, rule.Variant, rule.IsOpen, rule.Place, $"{_anchor.FullName}.{name}");
            call.Class.Doc = call.Doc;
            call.Class.IsMessage = true;
            call.Class.IsContextTraits = rule.Section == IdentitySection.ContextTraits;
        }

        _shape.Calls.Add(call);
    }

    static bool Fits(EventRule rule) => rule.Section switch
    {
        IdentitySection.ContextTraits => true,
        IdentitySection.Traits => rule.Event.Kind is EventKind.Identify or EventKind.Group,
        _ => rule.Event.Kind is not (EventKind.Identify or EventKind.Group),
    };

    static string DocOf(PlanEvent planned)
    {
        var subject = planned.Kind switch
        {
            EventKind.Track => $"The event \"{planned.Name}\"",
            EventKind.Identify => "The traits of a user",
            EventKind.Group => "The traits of a group",
            EventKind.Page => "The properties of a page view",
            _ => "The properties of a screen view",
        };
        var category = planned.Category is { } known ? $", of the category {known.Name}" : "";
        return planned.Description is { } description ? $"{subject}{category}: {description}" : $"{subject}{category}.";
    }

    void ReportName(GivenName name, global::RudderStack.TrackingPlans.Place place, string what)
    {
        if (name.IsChanged)
            _shape.Faults.Add(new ShapeFault(ShapeFaultKind.NameChanged, place, $"Several names of the plan become {name.Bare} in C#, so {what} is {name.Name}."));
    }
}
