using CsCheck;
using Serilog.Sinks.RudderStack.TrackingPlans.Naming;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Naming;

public class NameTableTests
{
    static readonly Gen<string> Names = Gen.OneOfConst("order completed", "order_completed", "OrderCompleted", "order", "Equals", "order_a", "🎉", "order completed a", "x");
    static readonly Gen<string> Ids = Gen.OneOfConst("a", "b", "completed", "completed_a", "a-b", "a_b");

    [Fact]
    public void OfNamesThatCollideNoneKeepsTheBareOne()
    {
        var names = Resolve([("Order Completed", "e1"), ("order_completed", "e2"), ("Paid", "e3")]);

        Assert.Equal(["OrderCompleted_e1", "OrderCompleted_e2", "Paid"], names.Values.Order());
    }

    [Fact]
    public void ANameThatAnotherOneGetsByItsIdIsFreedByBoth()
    {
        // Order plus the id completed is what another event is called.
        var names = Resolve([("order", "completed"), ("Order!", "a"), ("order_completed x", "b")]);

        Assert.Equal(3, names.Values.Distinct().Count());
        Assert.DoesNotContain("Order", names.Values);
    }

    [Fact]
    public void AMemberOfEveryObjectGetsAnUnderscore() =>
        Assert.Equal(["_Equals", "_GetHashCode", "_ToString"], Resolve([("equals", "a"), ("get_hash_code", "b"), ("to string", "c")]).Values.Order());

    [Fact]
    public void NamesAreDistinctAndDoNotDependOnTheOrder() => Gen.Select(Names, Ids).Array[0, 12].Sample(entries =>
    {
        var distinct = entries.DistinctBy(static entry => entry.Item2).ToArray();

        var names = Resolve(distinct);

        Assert.Equal(names.Count, names.Values.Distinct().Count());
        Assert.Equal(names.OrderBy(static pair => pair.Key), Resolve([.. distinct.Reverse()]).OrderBy(static pair => pair.Key));
    });

    [Fact]
    public void ANewEntryNeverTakesOverTheNameOfAnother() => Gen.Select(Names, Ids).Array[1, 10].Sample(entries =>
    {
        var distinct = entries.DistinctBy(static entry => entry.Item2).ToArray();

        var before = Resolve(distinct[1..]).ToDictionary(static pair => pair.Value, static pair => pair.Key);
        var after = Resolve(distinct).ToDictionary(static pair => pair.Value, static pair => pair.Key);

        foreach (var (name, id) in before)
            Assert.Equal(id, after.GetValueOrDefault(name, id));
    }, iter: 100_000);

    static Dictionary<string, string> Resolve((string Name, string Id)[] entries)
    {
        var table = new NameTable();
        foreach (var (name, id) in entries)
            table.Add(id, Identifier.Of(name), Identifier.Of(name) + Identifier.Suffix(id), id);
        return table.Resolve().ToDictionary(static pair => (string)pair.Key, static pair => pair.Value.Name);
    }
}
