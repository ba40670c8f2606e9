using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class LoosePropertyListsTests
{
    [Theory]
    [InlineData("SourceContext")]
    [InlineData("requestid")]
    [InlineData("{OriginalFormat}")]
    public void FrameworkNoiseIsDeniedWhateverItsCase(string name) =>
        Assert.Contains(name, Validation.Accept().Mapping.DeniedProperties);

    [Theory]
    [InlineData("Method")]
    [InlineData("Name")]
    [InlineData("Path")]
    [InlineData("Tags")]
    [InlineData("Elapsed")]
    [InlineData("Event")]
    [InlineData("Category")]
    public void WordsOfProductsAreNotDenied(string name) =>
        Assert.DoesNotContain(name, Validation.Accept().Mapping.DeniedProperties);

    [Fact]
    public void ADenyListReplacesTheBuiltInOne()
    {
        var mapping = Validation.Accept(options => options.PropertyDenyList = ["Cost"]).Mapping;

        Assert.Equal(["Cost"], mapping.DeniedProperties);
        Assert.Null(mapping.AllowedProperties);
    }

    [Fact]
    public void AdditionalNamesAddToTheListInForce()
    {
        var builtIn = Validation.Accept(options => options.AdditionalDeniedProperties = ["Cost"]).Mapping.DeniedProperties;
        Assert.Equal(FrameworkProperties.Names.Append("Cost").Order(), builtIn.Order());

        var own = Validation.Accept(options => (options.PropertyDenyList, options.AdditionalDeniedProperties) = (["A"], ["B"])).Mapping.DeniedProperties;
        Assert.Equal(["A", "B"], own.Order());
    }

    [Fact]
    public void AnAllowListStandsInPlaceOfTheDenyLists()
    {
        var mapping = Validation.Accept(options =>
            (options.PropertyAllowList, options.PropertyDenyList, options.AdditionalDeniedProperties) = (["Total"], ["Total"], ["Total"])).Mapping;

        Assert.Contains("TOTAL", mapping.AllowedProperties!);
        Assert.Empty(mapping.DeniedProperties);
    }
}
