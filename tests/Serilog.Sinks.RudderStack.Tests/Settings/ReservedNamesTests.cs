namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class ReservedNamesTests
{
    const string Suffix = "Property";

    public static TheoryData<string> NameOptions { get; } = new(
        typeof(RudderStackSinkOptions).GetProperties().Select(option => option.Name).Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(NameOptions))]
    public void EachNameOptionReachesItsOwnName(string option)
    {
        var names = Validation.Accept(Validation.Set(option, "Mine")).Mapping.Names;

        var name = option[..^Suffix.Length];
        Assert.Equal("Mine", names.GetType().GetProperty(name)!.GetValue(names));
        Assert.Single(names.GetType().GetProperties(), property => Equals(property.GetValue(names), "Mine"));
    }

    [Theory]
    [MemberData(nameof(NameOptions))]
    public void EachNameMustNotBeEmpty(string option)
    {
        foreach (var name in new[] { null, "", " " })
            Assert.StartsWith($"- {option} is empty;", Assert.Single(Validation.Reject(Validation.Set(option, name))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UserIdProperty", "eventtype", "EventTypeProperty")]
    [InlineData("NameProperty", "EVENT", "EventProperty")]
    [InlineData("TimestampProperty", "Traits", "TraitsProperty")]
    public void TwoOptionsMustNotShareAName(string option, string name, string other)
    {
        var line = Assert.Single(Validation.Reject(Validation.Set(option, name)));

        Assert.StartsWith($"- {option} has the same name as {other} (case does not count);", line, StringComparison.Ordinal);
    }
}
