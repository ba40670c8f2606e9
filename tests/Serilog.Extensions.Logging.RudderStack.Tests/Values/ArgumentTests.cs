using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>Arguments of helpers that must be objects: those that cannot be make the event invalid, and nulls in any form are not given.</summary>
public sealed class ArgumentTests : LoggingTest
{
    public static TheoryData<bool> Sides => new(true, false);

    static Func<object>[] Wrong { get; } =
    [
        () => 42,
        () => Secret,
        () => new[] { 1, 2 },
        () => System.Net.IPAddress.Loopback,
        () => new StrongId(Secret),
        () => JsonDocument.Parse("[1]").RootElement,
        () => JsonValue.Create(Secret),
        () => new[] { 1 }.Select(i => i / 0),
        () => Task.CompletedTask,
        () => (1, 2),
    ];

    static Func<object>[] Absent { get; } =
    [
        () => DBNull.Value,
        () => JsonDocument.Parse("null").RootElement,
        () => default(JsonElement),
        () => Array.Empty<int>(),
        () => new List<string>(),
        () => Enumerable.Empty<int>().Where(i => i > 0),
    ];

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task WhatIsNoObjectMakesTheEventInvalid(bool isMicrosofts)
    {
        var dropped = new List<(string? Event, string Description)>();
        foreach (var argument in new[] { "properties", "context", "integrations" })
        {
            foreach (var wrong in Wrong)
            {
                var value = wrong();
                await LogAsync(isMicrosofts, new { Good = 1 }, argument, value);
                var line = Assert.Single(Reports.Lines, line => line.Contains($"(messageId {argument}-{value.GetType()})", StringComparison.Ordinal));
                Assert.StartsWith("RudderStack: track \"Logged\" (messageId ", line, StringComparison.Ordinal);
                Assert.Contains("was dropped (invalid)", line, StringComparison.Ordinal);
                Assert.Contains($"the argument {argument}", line, StringComparison.Ordinal);
                Assert.Contains(value.GetType().ToString(), line[line.IndexOf("dropped", StringComparison.Ordinal)..], StringComparison.Ordinal);
            }
        }

        Assert.Empty(DataPlane.Messages);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task NullInAnyFormIsNotGiven(bool isMicrosofts)
    {
        foreach (var argument in new[] { "properties", "context", "integrations" })
        {
            foreach (var absent in Absent)
                await LogAsync(isMicrosofts, null, argument, absent());
        }

        Assert.Equal(3 * Absent.Length, DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message =>
        {
            Assert.False(message.TryGetProperty("properties", out _));
            Assert.False(message.TryGetProperty("integrations", out _));
            Assert.Equal(["library"], message.GetProperty("context").EnumerateObject().Select(member => member.Name));
        });
    }

    [Fact]
    public async Task ScalarsThatAPolicyMadeAreReportedAsSuch()
    {
        await using (var log = new LoggerConfiguration().Destructure.ByTransforming<Point>(_ => "hidden").WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            log.Track("user-1", "Logged", new Point(1, 2));

        Assert.Single(Reports.Lines, line => line.EndsWith(
            $"the argument properties, a {typeof(Point)}, must be an object, and a destructuring policy of the logger made a System.String of it.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task InThePropertyFormTheyAreLoose()
    {
        await using (var log = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            log.ForContext("EventType", "track").ForContext("UserId", "user-1").ForContext("Context", 42).Information("Logged");

        Assert.Equal("""{"context":42}""", OnlyStored("properties"));
    }

    async Task LogAsync(bool isMicrosofts, object? properties, string argument, object value)
    {
        var (given, context, integrations) = argument switch
        {
            "properties" => (value, (object?)null, (object?)null),
            "context" => (properties, value, null),
            _ => (properties, null, value),
        };
        var id = $"{argument}-{value.GetType()}";
        if (isMicrosofts)
        {
            await LogAsync(log => log.Track("user-1", "Logged", given, context: context, integrations: integrations, messageId: id));
            return;
        }

        await using var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger();
        serilog.Track("user-1", "Logged", given, context: context, integrations: integrations, messageId: id);
    }
}
