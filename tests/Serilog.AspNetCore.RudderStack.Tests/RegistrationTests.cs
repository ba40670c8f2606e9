using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serilog.AspNetCore.RudderStack.Tests.Support;
using Serilog.Core;

namespace Serilog.AspNetCore.RudderStack.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task WithoutItNothingIsAdded()
    {
        await using var site = await Site.StartAsync(services: services => services.AddHttpContextAccessor());

        var message = await site.MessageAsync(log => log.Track("user-1", "Asked"), "/", ("Cookie", "rl_anonymous_id=visitor-1"));

        Assert.Equal(("{}", null), (message.Context(), message.At("anonymousId")));
    }

    [Fact]
    public async Task ALoggerTakesTheAccessorOfTheHost()
    {
        await using var site = await Site.StartAsync(
            services: services => services.AddHttpContextAccessor(),
            logger: (configuration, services) => configuration.Enrich.WithRudderStackHttpContext(services.GetRequiredService<IHttpContextAccessor>()));

        Assert.Equal("/cart", (await site.MessageAsync(log => log.Track("user-1", "Asked"), "/cart")).At("context.page.path"));
    }

    [Fact]
    public async Task AppSettingsNameIt()
    {
        await using var site = await Site.StartAsync(
            services: services => services.AddHttpContextAccessor(),
            logger: (configuration, _) => configuration.ReadFrom.Configuration(Json("""
                { "Serilog": { "Using": [ "Serilog.AspNetCore.RudderStack" ], "Enrich": [ "WithRudderStackHttpContext" ] } }
                """)));

        Assert.Equal("/cart", (await site.MessageAsync(log => log.Track("user-1", "Asked"), "/cart")).At("context.page.path"));
    }

    [Fact]
    public async Task RegisteredInEveryWayAtOnceItGivesOneContext()
    {
        await using var site = await Site.StartAsync(
            services: services => services.AddRudderStackHttpContext().AddRudderStackHttpContext(),
            logger: (configuration, services) => configuration.ReadFrom.Services(services).Enrich.WithRudderStackHttpContext());

        Assert.Equal("""{"ip":"127.0.0.1","page":{"path":"/cart"}}""", (await site.MessageAsync(log => log.Track("user-1", "Asked"), "/cart")).Context());
    }

    [Fact]
    public void TwiceRegisteredIsOnceRegistered()
    {
        using var services = new ServiceCollection().AddRudderStackHttpContext().AddRudderStackHttpContext().BuildServiceProvider();

        Assert.Single(services.GetServices<ILogEventEnricher>());
    }

    public static TheoryData<string> Ways => ["services", "code", "appsettings"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task PropertiesThatAreNamedOtherwiseForTheSinkAreNamedSoHere(string way)
    {
        await using var site = await Site.StartAsync(
            services: services =>
            {
                services.AddHttpContextAccessor();
                if (way == "services")
                    services.AddRudderStackHttpContext(Rename);
            },
            logger: (configuration, services) => _ = way switch
            {
                "services" => configuration.ReadFrom.Services(services),
                "code" => configuration.Enrich.WithRudderStackHttpContext(services.GetRequiredService<IHttpContextAccessor>(), Rename),
                _ => configuration.ReadFrom.Configuration(Json("""
                    {
                      "Serilog": {
                        "Using": [ "Serilog.AspNetCore.RudderStack" ],
                        "Enrich": [
                          {
                            "Name": "WithRudderStackHttpContext",
                            "Args": { "eventTypeProperty": "Call", "contextProperty": "Around", "anonymousIdProperty": "Visitor", "userIdProperty": "Customer" }
                          }
                        ]
                      }
                    }
                    """)),
            },
            sink: options =>
            {
                options.EventTypeProperty = "Call";
                options.ContextProperty = "Around";
                options.AnonymousIdProperty = "Visitor";
                options.UserIdProperty = "Customer";
            });

        var message = await site.MessageAsync(
            log => log.ForContext("Call", "track").ForContext("Around", new { Locale = "de" }, destructureObjects: true).Information("Asked"),
            "/cart",
            ("Cookie", "rl_anonymous_id=visitor-1; rl_user_id=user-1"));

        Assert.Equal(
            ("user-1", "visitor-1", """{"locale":"de","ip":"127.0.0.1","page":{"path":"/cart"}}"""),
            (message.At("userId"), message.At("anonymousId"), message.Context()));

        static void Rename(RudderStackHttpContextOptions options)
        {
            options.EventTypeProperty = "Call";
            options.ContextProperty = "Around";
            options.AnonymousIdProperty = "Visitor";
            options.UserIdProperty = "Customer";
        }
    }

    [Theory]
    [InlineData(nameof(RudderStackHttpContextOptions.EventTypeProperty))]
    [InlineData(nameof(RudderStackHttpContextOptions.ContextProperty))]
    [InlineData(nameof(RudderStackHttpContextOptions.AnonymousIdProperty))]
    [InlineData(nameof(RudderStackHttpContextOptions.UserIdProperty))]
    public async Task ABlankNameIsAFaultAtStartThatNamesTheOption(string option)
    {
        var inCode = Assert.Throws<ArgumentException>(() => new LoggerConfiguration().Enrich.WithRudderStackHttpContext(new HttpContextAccessor(), Blank));
        var inServices = await Assert.ThrowsAsync<OptionsValidationException>(() => Site.StartAsync(
            services: services => services.AddRudderStackHttpContext(Blank), logger: (_, _) => { }));

        Assert.StartsWith(option + " is empty", inCode.Message, StringComparison.Ordinal);
        Assert.StartsWith(option + " is empty", inServices.Message, StringComparison.Ordinal);

        void Blank(RudderStackHttpContextOptions options) => typeof(RudderStackHttpContextOptions).GetProperty(option)!.SetValue(options, " ");
    }

    static IConfigurationRoot Json(string text) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();
}
