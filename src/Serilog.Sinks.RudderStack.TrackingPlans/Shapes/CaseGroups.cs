using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Naming;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

/// <summary>A class of a discriminator's values.</summary>
sealed class CaseGroup
{
    public string DisplayName { get; set; } = "";

    public string Doc { get; set; } = "";

    /// <summary>Its values; empty for all that no case has.</summary>
    public List<object> Values { get; } = [];

    public List<PropertyUse> Uses { get; } = [];

    public string Bare => Values.Count == 0 ? DisplayName : Identifier.Of(DisplayName);

    public string Distinct => Values.Count == 0 ? DisplayName + "_" : $"{Bare}_{Identifier.OfValue(Values[0]).TrimStart('_')}";

    public string Identity => "case " + string.Join(" ", Values.Select(static value => PlanValue.ToJson(value)));
}

/// <summary>Sorts the values of a discriminator into classes.</summary>
static class CaseGroups
{
    public static List<CaseGroup> Of(Variant variant, global::RudderStack.TrackingPlans.Place place, List<ShapeFault> faults)
    {
        var groups = new List<CaseGroup>();
        foreach (var one in variant.Cases)
        {
            var group = new CaseGroup { DisplayName = one.DisplayName, Doc = one.Description ?? one.DisplayName };
            foreach (var value in one.Match)
            {
                if (group.Values.Exists(other => PlanValue.AreEqual(other, value)))
                    continue;
                if (groups.Find(other => other.Values.Exists(known => PlanValue.AreEqual(known, value))) is not { } first)
                {
                    group.Values.Add(value);
                    continue;
                }

                // Both cases hold for it. The class of the first has the properties of both, which other values need not have.
                faults.Add(new ShapeFault(ShapeFaultKind.SameValue, place, $"The value {PlanValue.ToJson(value)} is in the cases \"{first.DisplayName}\" and \"{one.DisplayName}\". The class of the first takes it, with the properties of both."));
                first.Uses.AddRange(one.Properties.Where(use => !first.Uses.Exists(known => known.Property.Id == use.Property.Id)).Select(static use => new PropertyUse(use.Property, use.Place)));
            }

            group.Uses.InsertRange(0, one.Properties);
            if (group.Values.Count > 0)
                groups.Add(group);
        }

        var rest = new CaseGroup
        {
            DisplayName = variant.Default is null ? "Other" : "Default",
            Doc = variant.Default is null ? "Values that no case names." : "What holds for values that no case names.",
        };
        rest.Uses.AddRange(variant.Default ?? []);
        groups.Add(rest);
        return groups;
    }
}
