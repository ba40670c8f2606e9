using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Usage;

public class ValueTests
{
    static readonly (string Path, string Text)[] Rules = PlanFiles.Of(
        [
            new { id = "text", name = "text", type = "string", config = new { min_length = 2, max_length = 4 } },
            new { id = "tags", name = "tags", type = "array", item_type = "string", config = new { min_items = 1, max_items = 2 } },
            new { id = "sizes", name = "sizes", type = "array", item_type = "#custom-type:size" },
            new { id = "colour", name = "colour", type = "string", config = new { @enum = new[] { "red", "blue" } } },
            new { id = "colours", name = "colours", type = "array", item_type = "#custom-type:hue" },
            new { id = "when", name = "when", type = "string", config = new { format = "date-time", min_length = 1 } },
            new { id = "clock", name = "clock", type = "string", config = new { format = "time" } },
            new { id = "email", name = "email", type = "string", config = new { format = "email" } },
            new { id = "host", name = "host", type = "string", config = new { format = "hostname" } },
            new { id = "six", name = "six", type = "string", config = new { format = "ipv6" } },
            new { id = "four", name = "four", type = "string", config = new { format = "ipv4" } },
            new { id = "key", name = "key", type = "string", config = new { format = "uuid", min_length = 1 } },
            new { id = "either", name = "either", types = new[] { "array", "string" }, item_types = new[] { "string" }, config = new { max_items = 2 } },
            new { id = "same1", name = "same", type = "string", config = new { max_length = 2 } },
            new { id = "same2", name = "same", types = new[] { "string", "integer" } },
            new { id = "price", name = "price", type = "number", config = new { multiple_of = 0.01, maximum = 1e27 } },
        ],
        [new { id = "one", name = "One", event_type = "track" }],
        [new { type = "event_rule", id = "r", @event = "#event:one", properties = new[] { "text", "tags", "sizes", "colour", "colours", "when", "clock", "email", "host", "six", "four", "key", "either", "same1", "same2", "price" }.Select(static id => new { property = $"#property:{id}" }) }],
        [new { id = "size", name = "Size", type = "string", config = new { max_length = 2 } }, (object)new { id = "hue", name = "Hue", type = "string", config = new { @enum = new[] { "red", "blue" } } }]);

    [Theory]
    [InlineData("Text = (Wrapped)\"abcdefgh\"", false)]
    [InlineData("Text = (string)(object)\"abcdefgh\"", true)]
    [InlineData("Text = other == \"\" ? \"abcdefgh\" : other", true)]
    [InlineData("Tags = new string[0]", true)]
    [InlineData("Tags = Array.Empty<string>()", true)]
    [InlineData("Tags = new System.Collections.Generic.List<string> { \"a\", \"b\", \"c\" }", true)]
    [InlineData("Sizes = new[] { \"XXL\" }", true)]
    [InlineData("Sizes = [\"XXL\"]", true)]
    [InlineData("Sizes = [\"XL\"]", false)]
    [InlineData("Colour = (Program.Planned.Colour?)0", true)]
    [InlineData("Colour = default", false)]
    [InlineData("Colours = [(Program.Planned.Hue)0]", true)]
    [InlineData("Colours = new[] { default(Program.Planned.Hue) }", true)]
    [InlineData("When = \"2016-12-31T23:59:60Z\"", false)]
    [InlineData("When = \"2024-01-01t10:00:00z\"", false)]
    [InlineData("When = \"2024-01-01T10:00:00.123456789Z\"", false)]
    [InlineData("When = \"2024-01-01T10:00:00+05:30\"", false)]
    [InlineData("When = \"2024-01-01T10:00:00\"", false)]
    [InlineData("When = \"2024-13-01T10:00:00Z\"", true)]
    [InlineData("When = \"yesterday\"", true)]
    [InlineData("Clock = \"10:00:00Z\"", false)]
    [InlineData("Clock = \"ab:cd:ef\"", true)]
    [InlineData("Clock = \"25:00:00Z\"", true)]
    [InlineData("Email = \"a b@c.d\"", true)]
    [InlineData("Email = \"a@b\"", true)]
    [InlineData("Email = \"a@b.co\"", false)]
    [InlineData("Clock = \"10:00:60Z\"", true)]
    [InlineData("Clock = \"23:59:60Z\"", false)]
    [InlineData("Four = \"1.2.3.0004\"", true)]
    [InlineData("Host = \"a..b\"", true)]
    [InlineData("Host = \"-a.b\"", true)]
    [InlineData("Host = \"a.example.com\"", false)]
    [InlineData("Four = \"1.2.3.4\"", false)]
    [InlineData("Four = \"255.255.255.255\"", false)]
    [InlineData("Four = \"1.2.3.256\"", true)]
    [InlineData("Four = \"1.2.3.\"", true)]
    [InlineData("Four = \"1.2.3.4.5\"", true)]
    [InlineData("Key = \"urn:uuid:00000000-0000-0000-0000-00000000000a\"", false)]
    [InlineData("Key = \"00000000-0000-0000-0000-00000000000g\"", true)]
    [InlineData("Six = \"[::1]\"", true)]
    [InlineData("Six = \"::1\"", false)]
    [InlineData("Either = Program.Planned.Either.OfItems(new[] { \"a\", \"b\", \"c\" })", true)]
    [InlineData("Same = \"abcdef\"", false)]
    [InlineData("Price = 1e26", false)]
    [InlineData("Price = 0.29", false)]
    [InlineData("Price = 123456789012345.67", false)]
    [InlineData("Price = 1234567890123.457", true)]
    [InlineData("Price = 1e28", true)]
    public async Task ConstantsAreFoundWhereverTheyStand(string member, bool isFault)
    {
        var faults = await UsageTests.AnalyzeAsync(Rules, $"_ = new Program.Planned.One {{ {member} }}; }} sealed class Wrapped {{ public static explicit operator Wrapped(string s) => new(); public static implicit operator string(Wrapped w) => \"ab\"; ");

        Assert.Equal(isFault ? ["RSTP4002"] : [], faults.Select(static fault => fault.Id));
    }

    [Theory]
    [InlineData("Sizes = new[] { \"XL\", \"XXL\" }", "\"XXL\"", "an item of sizes has at most 2 characters")]
    [InlineData("Text = other == \"\" ? \"abc\" : \"abcdefgh\"", "\"abcdefgh\"", "text has at most 4 characters")]
    [InlineData("Text = others[0] ?? \"abcdefgh\"", "\"abcdefgh\"", "text has at most 4 characters")]
    [InlineData("Text = (string)(object)\"abcdefgh\"", "(string)(object)\"abcdefgh\"", "text has at most 4 characters")]
    [InlineData("Colours = new[] { Program.Planned.Hue.Red, (Program.Planned.Hue)7 }", "(Program.Planned.Hue)7", "an item of colours is one of the values of the enum Hue")]
    public async Task TheFaultStandsAtTheConstant(string member, string place, string says)
    {
        var fault = Assert.Single(await UsageTests.AnalyzeAsync(Rules, $"_ = new Program.Planned.One {{ {member} }};"));

        Assert.Equal(place, fault.Location.SourceTree!.GetText().ToString(fault.Location.SourceSpan));
        Assert.Equal($"By the tracking plan {says}.", fault.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
