using RudderStack.TrackingPlans.Model;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Carries faults from what is wrong to the rules that need it, so that nothing is made of those, and everything of the others.</summary>
static class FaultSpread
{
    public static void Over(IEnumerable<TrackingPlan> plans)
    {
        var known = new Dictionary<CustomType, bool>();
        foreach (var rule in plans.SelectMany(static plan => plan.Rules))
            rule.HasFault |= rule.Event.HasFault || rule.Event.Category?.HasFault == true || HasFault(rule.Properties, rule.Variant, known);
    }

    static bool HasFault(IEnumerable<PropertyUse> uses, Variant? variant, Dictionary<CustomType, bool> known) =>
        uses.Any(use => HasFault(use, known))
        || (variant is not null && (variant.Cases.Any(one => one.Properties.Any(use => HasFault(use, known))) || variant.Default?.Any(use => HasFault(use, known)) == true));

    static bool HasFault(PropertyUse use, Dictionary<CustomType, bool> known) =>
        use.Property.HasFault || HasFault(use.Property.Type, known) || use.Nested.Any(nested => HasFault(nested, known));

    static bool HasFault(PlanType? type, Dictionary<CustomType, bool> known) =>
        type is not null && (HasFault(type.Custom, known) || HasFault(type.Items, known));

    static bool HasFault(CustomType? type, Dictionary<CustomType, bool> known)
    {
        if (type is null)
            return false;
        if (known.TryGetValue(type, out var hasFault))
            return hasFault;

        // In a circle each has a fault of its own.
        known[type] = type.HasFault;
        return known[type] = type.HasFault || HasFault(type.Type, known) || HasFault(type.Properties, type.Variant, known);
    }
}
