namespace Browser.Tests.Chromium;

/// <summary>Test classes of this collection share one browser, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedChromium : ICollectionFixture<ChromiumBrowser>
{
    public const string Name = "Chromium";
}
