using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class OptionsValidatorTests
{
    [Fact]
    public void AllFaultsAreReportedAtOnceEachWithItsOption()
    {
        var lines = Validation.Reject(
            options =>
            {
                options.Interval = TimeSpan.Zero;
                options.BatchSize = 0;
                options.RetryAfter = TimeSpan.FromDays(30);
                options.QueueLimit = -1;
                options.MaxConcurrentRequests = 1000;
                options.PropertyNaming = (PropertyNaming)9;
                options.UserIdProperty = "";
                options.DefaultContext = new Dictionary<string, object?> { ["a"] = new object(), [""] = 1 };
                options.DefaultIntegrations = new Dictionary<string, object?> { ["All"] = "no" };
                options.DefaultAnonymousId = "";
            },
            writeKey: "",
            url: "plane.example");

        Assert.Equal(
            [
                "writeKey", "dataPlaneUrl", "Interval", "RetryAfter", "BatchSize", "QueueLimit", "MaxConcurrentRequests",
                "PropertyNaming", "DefaultContext", "DefaultContext", "DefaultIntegrations", "DefaultAnonymousId", "UserIdProperty",
            ],
            lines.Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public void ValidatingReportsWhatMakingASinkWouldReport()
    {
        var options = new RudderStackSinkOptions { Interval = TimeSpan.Zero, BatchSize = 0 };

        var reported = Assert.Throws<ArgumentException>(() => options.Validate("", "plane.example"));
        var thrown = Assert.Throws<ArgumentException>(() => new LoggerConfiguration().WriteTo.RudderStack("", "plane.example", options));

        Assert.Equal(thrown.Message, reported.Message);
    }

    [Fact]
    public void ValidatingGoodOptionsMakesNothing()
    {
        var options = new RudderStackSinkOptions { HttpMessageHandlerFactory = () => throw new InvalidOperationException("A sink was made.") };

        options.Validate("validated-key", Validation.Url);

        Assert.DoesNotContain(LiveSinks.Snapshot(), static sink => sink.Settings.BasicCredentials == WriteKey.ToBasicCredentials("validated-key"));
    }

    [Fact]
    public void NoFaultShowsTheWriteKeyWhereverItWasWritten()
    {
        const string key = Validation.WriteKey;

        var lines = Validation.Reject(
            options =>
            {
                options.UserIdProperty = key;
                options.AnonymousIdProperty = key;
                options.DefaultContext = new Dictionary<string, object?> { [key] = new object(), [key + "."] = key };
                options.DefaultIntegrations = new Dictionary<string, object?> { [key] = key };
            },
            writeKey: key + "\n",
            url: $"https://{key}:{key}@plane.example/{key}?{key}#{key}");

        Assert.True(lines.Length >= 6);
        Assert.All(lines, line => Assert.DoesNotContain(key, line, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void AKeyInPlaceOfTheUrlIsNotShown() =>
        Assert.DoesNotContain(Validation.WriteKey, Assert.Single(Validation.Reject(writeKey: "https:", url: Validation.WriteKey).Skip(1)), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null)]
    [InlineData("", " ")]
    [InlineData(Validation.WriteKey, Validation.Url)]
    public void ASinkThatIsSwitchedOffNeedsNeitherKeyNorUrl(string? writeKey, string? url) =>
        Assert.Null(Validation.Freeze(options => options.Enabled = false, writeKey, url));

    [Fact]
    public void ASinkThatIsSwitchedOffIsCheckedAllTheSame()
    {
        var lines = Validation.Reject(options => (options.Enabled, options.BatchSize) = (false, 0), writeKey: "a b", url: "nonsense");

        Assert.Equal(["writeKey", "dataPlaneUrl", "BatchSize"], lines.Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public void LaterChangesOfTheOptionsHaveNoEffect()
    {
        var options = new RudderStackSinkOptions
        {
            AdditionalDeniedProperties = ["A"],
            DefaultContext = new Dictionary<string, object?> { ["a"] = new List<object> { 1 } },
            DefaultIntegrations = new Dictionary<string, object?> { ["All"] = true },
        };
        var settings = OptionsValidator.Freeze(Validation.WriteKey, Validation.Url, options)!;

        options.BatchSize = 1;
        options.AdditionalDeniedProperties.Add("B");
        ((List<object>)options.DefaultContext["a"]!).Add(2);
        options.DefaultIntegrations["All"] = false;

        Assert.Equal(500, settings.BatchSize);
        Assert.DoesNotContain("B", settings.Mapping.DeniedProperties);
        Assert.Equal("""[("a": [1])]""", settings.Mapping.DefaultContext!.ToString());
        Assert.Equal("""[("All": True)]""", settings.Mapping.DefaultIntegrations!.ToString());
    }

    [Fact]
    public void HooksAreHandedOn()
    {
        Func<int, TimeSpan> retryDelay = _ => TimeSpan.Zero;
        Func<HttpMessageHandler> handlers = () => new HttpClientHandler();

        var settings = Validation.Accept(options =>
        {
            options.RetryDelay = retryDelay;
            options.HttpMessageHandlerFactory = handlers;
            options.BeforeSend = message => message;
            options.OnDelivered = _ => { };
            options.OnDropped = _ => { };
        });

        Assert.Same(retryDelay, settings.RetryDelay);
        Assert.Same(handlers, settings.HttpMessageHandlerFactory);
        Assert.NotNull(settings.BeforeSend);
        Assert.NotNull(settings.OnDelivered);
        Assert.NotNull(settings.OnDropped);
    }
}
