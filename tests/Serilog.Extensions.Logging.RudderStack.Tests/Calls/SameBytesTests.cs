using EndToEnd.Tests.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Calls;

/// <summary>Every form of the six calls, through every front end, gives the bytes of Serilog's helpers.</summary>
public sealed class SameBytesTests : LoggingTest
{
    public static TheoryData<string> Forms => [.. FormsByName.Keys];

    static Dictionary<string, Action<Microsoft.Extensions.Logging.ILogger>> FormsByName { get; } = new()
    {
        ["helpers"] = MicrosoftCalls.LogByHelpers,
        ["scopes"] = MicrosoftCalls.LogByScopes,
        ["templates"] = MicrosoftCalls.LogByTemplates,
        ["LoggerMessage methods"] = MicrosoftCalls.LogByMethods,
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ThroughAddRudderStack(string form)
    {
        await LogAsync(FormsByName[form]);

        await AssertSameAsSerilogAsync();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ThroughSerilogInPlaceOfMicrosoftsLoggers(string form)
    {
        await LogThroughAsync(form, services => services.AddSerilog(logger => logger.Enrich.FromLogContext().WriteTo.RudderStack(WriteKey, DataPlane.Url)));

        await AssertSameAsSerilogAsync();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ThroughSerilogAsOneProviderOfMicrosofts(string form)
    {
        await LogThroughAsync(form, services => services.AddLogging(logging => logging.AddSerilog(
            new LoggerConfiguration().Enrich.FromLogContext().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger(), dispose: true)));

        await AssertSameAsSerilogAsync();
    }

    [Fact]
    public async Task ThroughSerilogsPropertyForm()
    {
        await using (var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            CallSamples.LogByProperties(serilog);

        await AssertSameAsSerilogAsync();
    }

    static async Task LogThroughAsync(string form, Action<IServiceCollection> register)
    {
        var host = Host.CreateEmptyApplicationBuilder(null);
        register(host.Services);
        using var running = host.Build();
        FormsByName[form](running.Services.GetRequiredService<ILogger<SameBytesTests>>());
        await ((IAsyncDisposable)running).DisposeAsync();
    }

    async Task AssertSameAsSerilogAsync()
    {
        var sent = Sent();
        await using (var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            CallSamples.LogByHelpers(serilog);

        Assert.Equal(6, sent.Count);
        Assert.Equal(Sent().Skip(6), sent);
        Assert.Equal([.. CallSamples.Types, .. CallSamples.Types], Stored("type"));
    }
}
