using System.Text.Json;
using CsCheck;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Mapping;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class NameTests
{
    [Theory]
    [InlineData("OrderId", "order_id", "orderId")]
    [InlineData("URL", "url", "url")]
    [InlineData("URLPath", "url_path", "urlPath")]
    [InlineData("UserID", "user_id", "userID")]
    [InlineData("IPAddress", "ip_address", "ipAddress")]
    [InlineData("iOSVersion", "i_os_version", "iOSVersion")]
    [InlineData("HTML5Page", "html5_page", "html5Page")]
    [InlineData("Address2Line", "address2_line", "address2Line")]
    [InlineData("A", "a", "a")]
    [InlineData("AB", "ab", "ab")]
    [InlineData("already_snake", "already_snake", "already_snake")]
    [InlineData("Pascal_Snake", "pascal_snake", "pascal_Snake")]
    [InlineData("_private", "_private", "_private")]
    [InlineData("camelCase", "camel_case", "camelCase")]
    [InlineData("Größe", "größe", "größe")]
    [InlineData("ÄnderungsDatum", "änderungs_datum", "änderungsDatum")]
    [InlineData("用户名", "用户名", "用户名")]
    [InlineData("0", "0", "0")]
    [InlineData("App.Name", "App.Name", "App.Name")]
    [InlineData("Product Name", "Product Name", "Product Name")]
    [InlineData("", "", "")]
    public void IdentifiersAreSpelled(string name, string snake, string camel)
    {
        Assert.Equal(snake, NameSpelling.Snake(name));
        Assert.Equal(camel, NameSpelling.Camel(name));
    }

    [Fact]
    public void SnakeCaseIsThatOfSystemTextJson()
    {
        var identifier = Gen.Select(
            Gen.Char["ABCXYZabcxyz_"],
            Gen.Char["ABCXYZabcxyz_0189"].Array[0, 12],
            (first, rest) => first + new string(rest));
        identifier.Sample(name => Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), NameSpelling.Snake(name)), iter: 20_000);
    }

    [Theory]
    [InlineData(PropertyNaming.RudderStackSpec, "order_id", "firstName", "userAgent")]
    [InlineData(PropertyNaming.CamelCase, "orderId", "firstName", "userAgent")]
    [InlineData(PropertyNaming.SnakeCase, "order_id", "first_name", "user_agent")]
    [InlineData(PropertyNaming.AsIs, "OrderId", "FirstName", "UserAgent")]
    public void EachPolicySpellsPropertiesTraitsAndContext(PropertyNaming naming, string inProperties, string inTraits, string inContext)
    {
        var builder = new MapperBuilder { PropertyNaming = naming };
        var track = builder.Map(log => log.ForContext("EventType", "track").ForContext("UserId", "u")
            .ForContext("Context", new { UserAgent = "x" }, true)
            .ForContext("Traits", new { FirstName = "a", Inner = new { FirstName = "b" } }, true)
            .ForContext("Properties", new { OrderId = 1 }, true)
            .Information("{@Nested}", new { OrderId = new { OrderId = 2 } }));
        var identify = builder.Map(log => log.ForContext("EventType", "identify").ForContext("UserId", "u").Information("{FirstName} {@Inner}", "a", new { FirstName = 1 }));

        var nested = naming == PropertyNaming.AsIs ? "Nested" : "nested";
        var inner = naming == PropertyNaming.AsIs ? "Inner" : "inner";
        Assert.Equal("1", track.At($"properties.{inProperties}"));
        Assert.Equal("2", track.At($"properties.{nested}.{inProperties}.{inProperties}"));
        Assert.Equal("\"x\"", track.At($"context.{inContext}"));
        Assert.Equal("\"a\"", track.At($"context.traits.{inTraits}"));
        Assert.Equal("\"b\"", track.At($"context.traits.{inner}.{inTraits}"));
        Assert.Equal("\"a\"", identify.At($"traits.{inTraits}"));
        Assert.Equal("1", identify.At($"traits.{inner}.{inTraits}"));
    }

    // What the event specification spells otherwise than the rule, and its neighbours, which it does not.
    [Theory]
    [InlineData("context.page", "ReferringDomain", "referring_domain", "referringDomain")]
    [InlineData("context.page", "InitialReferrer", "initial_referrer", "initialReferrer")]
    [InlineData("context.page", "InitialReferringDomain", "initial_referring_domain", "initialReferringDomain")]
    [InlineData("context.page", "TabUrl", "tab_url", "tabUrl")]
    [InlineData("context.page", "TabURL", "tab_url", "tabURL")]
    [InlineData("context.page", "initialReferrer", "initial_referrer", "initialReferrer")]
    [InlineData("context.page", "PageTitle", "pageTitle", "pageTitle")]
    [InlineData("context.page", "EmployeeCount", "employeeCount", "employeeCount")]
    [InlineData("context.page.inner", "TabUrl", "tabUrl", "tabUrl")]
    [InlineData("context", "TabUrl", "tabUrl", "tabUrl")]
    [InlineData("context.app", "ReferringDomain", "referringDomain", "referringDomain")]
    [InlineData("context.company", "EmployeeCount", "employeeCount", "employeeCount")]
    [InlineData("context.traits.company", "EmployeeCount", "employee_count", "employeeCount")]
    [InlineData("context.traits.page", "TabUrl", "tabUrl", "tabUrl")]
    [InlineData("traits.company", "EmployeeCount", "employee_count", "employeeCount")]
    [InlineData("traits.company", "employeeCount", "employee_count", "employeeCount")]
    [InlineData("traits.company", "TabUrl", "tabUrl", "tabUrl")]
    [InlineData("traits", "EmployeeCount", "employeeCount", "employeeCount")]
    [InlineData("traits.company.inner", "EmployeeCount", "employeeCount", "employeeCount")]
    [InlineData("traits.inner.company", "EmployeeCount", "employeeCount", "employeeCount")]
    [InlineData("traits.page", "ReferringDomain", "referringDomain", "referringDomain")]
    public void NamesThatTheSpecificationSpellsOtherwiseAreSpelledSoWhereTheyBelong(string path, string name, string bySpecification, string camel)
    {
        foreach (var (naming, expected) in new[]
        {
            (PropertyNaming.RudderStackSpec, bySpecification),
            (PropertyNaming.CamelCase, camel),
            (PropertyNaming.SnakeCase, NameSpelling.Snake(name)),
        })
        {
            // Written by an object, and by dictionaries around it, whose keys are the path as it is written.
            foreach (var isDictionary in new[] { false, true })
            {
                var parts = path.Split('.');
                LogEventPropertyValue value = new StructureValue([Values.Property(name, 1)]);
                foreach (var part in parts.Skip(1).Reverse())
                    value = isDictionary ? ContextTests.Dictionary((part, value)) : new StructureValue([new LogEventProperty(char.ToUpperInvariant(part[0]) + part[1..], value)]);

                var builder = new MapperBuilder { PropertyNaming = naming };
                var logEvent = MapperBuilder.Capture(log => log.ForContext("UserId", "u").Information("Measured"));
                logEvent.AddOrUpdateProperty(new LogEventProperty(parts[0] == "traits" ? "Traits" : "Context", value));
                var mapped = MappedCopy.Of(builder.Build(), logEvent, Serilog.Sinks.RudderStack.Messages.MessageType.Identify);

                Assert.Equal("1", mapped.At($"{path}.{expected}"));
            }
        }
    }

    [Fact]
    public void AsIsSpellsNothingAndAKeyIsNeverRenamedEvenWhereTheSpecificationSpellsOtherwise()
    {
        var mapped = new MapperBuilder { PropertyNaming = PropertyNaming.AsIs }.Map(log => log.ForContext("EventType", "identify").ForContext("UserId", "u")
            .ForContext("Traits", new { company = new { EmployeeCount = 5 } }, true).Information("Measured"));
        Assert.Equal("5", mapped.At("traits.company.EmployeeCount"));

        mapped = MapperBuilder.MapOne(log => log.ForContext("EventType", "identify").ForContext("UserId", "u")
            .ForContext("Traits", new { Company = new Dictionary<string, int> { ["employeeCount"] = 5 } }, true).Information("Measured"));
        Assert.Equal("5", mapped.At("traits.company.employeeCount"));
    }

    [Fact]
    public void TraitsThatTrackCopiesAndIdentifyCopiesAreSpelledTheSame()
    {
        var company = new { Company = new { Name = "C", EmployeeCount = 5 } };
        foreach (var type in new[] { "track", "identify" })
        {
            var mapped = new MapperBuilder { CopyTraitsToContext = true }.Map(log => log.ForContext("EventType", type).ForContext("UserId", "u").ForContext("Traits", company, true).Information("Measured"));
            Assert.Equal("""{"name":"C","employee_count":5}""", mapped.At("context.traits.company"));
        }

        var several = MapperBuilder.MapOne(log => log.ForContext("EventType", "identify").ForContext("UserId", "u")
            .ForContext("Traits", new { Company = new[] { new { EmployeeCount = 5 } } }, true).Information("Measured"));
        Assert.Equal("""[{"employee_count":5}]""", several.At("traits.company"));
    }

    [Fact]
    public void KeysOfDictionariesAreNeverRenamed()
    {
        var mapped = MapperBuilder.MapOne(log => log.ForContext("EventType", "track").ForContext("UserId", "u")
            .ForContext("Properties", new Dictionary<string, object> { ["OrderId"] = 1, ["Inner"] = new Dictionary<string, object> { ["SKU-A"] = new { UnitPrice = 2 } } }, true)
            .ForContext("Context", new Dictionary<string, object> { ["UserAgent"] = "x" }, true)
            .Information("Bought"));

        Assert.Equal("""{"OrderId":1,"Inner":{"SKU-A":{"unit_price":2}}}""", mapped.At("properties"));
        Assert.Equal("\"x\"", mapped.At("context.UserAgent"));
    }

    [Theory]
    [InlineData(new[] { "OrderId", "order_id", "orderId" }, "order_id")]
    [InlineData(new[] { "order_id", "orderId", "OrderId" }, "order_id")]
    [InlineData(new[] { "orderId", "OrderId" }, "OrderId")]
    [InlineData(new[] { "OrderId", "orderId" }, "OrderId")]
    public void OfNamesThatBecomeEqualTheOneSoSpelledElseTheOrdinallyFirstIsWritten(string[] names, string winner)
    {
        var loose = MapperBuilder.MapOne(log =>
        {
            log = log.ForContext("EventType", "track").ForContext("UserId", "u");
            foreach (var name in names)
                log = log.ForContext(name, name);
            log.Information("Bought");
        });
        Assert.Equal($$"""{"order_id":"{{winner}}"}""", loose.At("properties"));

        var nested = Values.MapByHand(new StructureValue(names.Select(name => Values.Property(name, name))));
        Assert.Equal($$"""{"order_id":"{{winner}}"}""", nested.At("properties.value"));
    }

    [Fact]
    public void NamesThatOnlyDifferInWhatUtf8CannotSayAreWrittenOnce()
    {
        var structure = new StructureValue([Values.Property("a\ud800", 1), Values.Property("a\ud801", 2)]);
        var dictionary = ContextTests.Dictionary(("a\ud800", 1), ("a\ud801", 2), ("😀\ude00", 3), ("😀", 4));

        Assert.Equal("{\"a\ufffd\":1}", Values.MapByHand(structure).At("properties.value"));
        Assert.Equal("a\ufffd, 😀\ufffd, 😀", string.Join(", ", Values.MapByHand(dictionary)["properties"]!["value"]!.AsObject().Select(member => member.Key)));
    }

    [Fact]
    public void NamesAreWrittenOnceAmongManyMembersToo()
    {
        var members = Enumerable.Range(0, 500).Select(i => Values.Property("Item" + (i % 250), i));
        var mapped = Values.MapByHand(new StructureValue(members));

        Assert.Equal(250, mapped["properties"]!["value"]!.AsObject().Count);
    }

    [Fact]
    public void MoreNamesThanAreRememberedAreStillRight()
    {
        var mapper = new MapperBuilder().Build();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5000; i++)
            {
                var mapped = MappedCopy.Of(mapper, MapperBuilder.Capture(log => log.ForContext("UserId", "u").ForContext("PropertyNo" + i, i).Information("Bought")), Serilog.Sinks.RudderStack.Messages.MessageType.Track);
                Assert.Contains($"\"properties\":{{\"property_no{i}\":{i}}}", mapped.Json, StringComparison.Ordinal);
            }
        }
    }
}
