using System.Globalization;

namespace RudderStack.TrackingPlans.Tests;

public class VerdictTests
{
    // Where our place is another line than the tool's, which gives the beginning of the file or of the spec, or none.
    static readonly Dictionary<string, string[]> BetterPlaces = new()
    {
        ["invalid-envelope"] = ["e-field.yaml(5,1)", "f-syntax.yaml(4,1)"],
        ["invalid-type-list"] = ["types.yaml(7,32)", "types.yaml(8,19)"],
        ["invalid-cyclic-types"] = ["types.yaml(7,7)"],
        ["invalid-reference-nowhere"] = ["plan.yaml(14,12)"],
        ["invalid-unknown-field-in-plan"] = ["plan.yaml(12,7)"],
    };

    static readonly (string Plan, string Place)[] VaguePlaces =
    [
        ("invalid-envelope", "e-field.yaml(1,1)"),
        ("invalid-envelope", "f-syntax.yaml(1,1)"),
        ("invalid-type-list", "types.yaml(5,1)"),
    ];

    public static TheoryData<string> All => new(PlanCases.Names);

    [Theory]
    [MemberData(nameof(All))]
    public void APlanIsAcceptedWhenTheToolAcceptsIt(string plan) =>
        Assert.Equal(PlanCases.IsValid(plan), PlanCases.Read(plan).Faults.Count == 0);

    [Theory]
    [MemberData(nameof(All))]
    public void FaultsStandInTheLinesThatTheToolNames(string plan)
    {
        var expected = PlanCases.FaultsOf(plan).Select(static fault => fault.Place)
            .Where(place => !VaguePlaces.Contains((plan, place.ToString())))
            .Select(static place => (place.File, place.Line))
            .Concat(BetterPlaces.GetValueOrDefault(plan, []).Select(static text => (text[..text.IndexOf('(')], int.Parse(text[(text.IndexOf('(') + 1)..text.IndexOf(',')], CultureInfo.InvariantCulture))));

        var actual = PlanCases.Read(plan).Faults.Select(static fault => (fault.Place.File, fault.Place.Line));

        Assert.Equal(expected.Distinct().Order(), actual.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AFaultStandsWhereTheToolSaysOrInsideOfIt(string plan)
    {
        var actual = PlanCases.Read(plan).Faults;

        foreach (var (place, says) in PlanCases.FaultsOf(plan).Where(fault => !VaguePlaces.Contains((plan, fault.Place.ToString()))))
            Assert.True(actual.Any(fault => fault.Place.File == place.File && fault.Place.Line == place.Line && fault.Place.Column >= place.Column), $"{place}: {says}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WhereTheToolHasNoPlaceThereIsOne(string plan)
    {
        var actual = PlanCases.Read(plan).Faults.Select(static fault => fault.Place.ToString());

        Assert.Subset(actual.ToHashSet(), BetterPlaces.GetValueOrDefault(plan, []).ToHashSet());
    }
}
