using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.Specialized;
using System.Net;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Primitives;
using Newtonsoft.Json.Linq;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>Every way in gives the same bytes, for values of any supported kind, nested at random.</summary>
public sealed class RandomValueTests : LoggingTest
{
    static readonly Gen<string> Text = Gen.String[Gen.Char["abcÄ用 \"\\\n_A\ud83d\ude00\ud800"], 0, 8];

    static readonly Gen<object?> Leaf = Gen.OneOf(
        Text.Select(text => (object?)text),
        Gen.Int.Select(number => (object?)number),
        Gen.Long.Select(number => (object?)number),
        Gen.Double.Select(number => (object?)number),
        Gen.Decimal.Select(number => (object?)number),
        Gen.Bool.Select(flag => (object?)flag),
        Gen.DateTime.Select(time => (object?)time),
        Gen.Guid.Select(guid => (object?)guid),
        Gen.Long.Select(number => (object?)(new BigInteger(number) * number)),
        Gen.UInt.Select(address => (object?)new IPAddress(address)),
        Text.Select(text => (object?)new StrongId(text)),
        Gen.Int.Select(number => (object?)new ParsedId(number)),
        Gen.Int.Select(number => (object?)new RecordId(number)),
        Gen.Long.Select(number => (object?)JsonDocument.Parse($$"""{"Number":{{number}},"a":[true,null]}""").RootElement),
        Text.Select(text => (object?)new JsonObject { ["Text"] = text.Replace("\ud800", "", StringComparison.Ordinal), ["n"] = 1.5m }),
        Gen.Int.Select(number => (object?)new JObject { ["N"] = number, ["list"] = new JArray(1, null!) }),
        Text.Array[0, 3].Select(texts => (object?)new StringValues(texts)),
        Gen.Const<object?>(() => null),
        Gen.Const<object?>(() => DBNull.Value),
        Gen.Const<object?>(() => new ThrowingText()),
        Gen.Const<object?>(() => new Version(1, 2)),
        Gen.Const<object?>(() => Task.CompletedTask));

    static readonly Gen<object?> Value = Gen.Recursive<object?>((depth, value) => depth > 3 ? Leaf : Gen.Frequency(
        (4, Leaf),
        (1, value.Array[0, 3].Select(items => (object?)items)),
        (1, value.List[0, 3].Select(items => (object?)items.Select(item => item))),
        (1, Gen.Select(Text, value).Array[0, 3].Select(pairs => (object?)Distinct(pairs))),
        (1, Gen.Select(Text, value).Array[0, 3].Select(pairs => (object?)new ConcurrentDictionary<string, object?>(Distinct(pairs)))),
        (1, Gen.Select(Text, value).Array[0, 3].Select(pairs => (object?)pairs.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)).ToImmutableArray())),
        (1, Gen.Select(Text, Text).Array[0, 3].Select(pairs => (object?)Names(pairs))),
        (1, Gen.Select(value, value).Select(pair => (object?)(pair.Item1, pair.Item2))),
        (1, Gen.Select(value, value).Select(pair => (object?)new { FirstPart = pair.Item1, Second = pair.Item2 })),
        (1, value.Select(inner => (object?)new Wrapped(inner)))));

    [Fact]
    public async Task AllWaysGiveTheSameBytes()
    {
        var handler = new Bodies();
        var loggers = Way.All.Select(way => (Way: way, Logger: new WayLogger(way, WriteKey, DataPlane.Url, options =>
        {
            options.Interval = TimeSpan.FromHours(1);
            options.DisableGzip = true;
            options.HttpMessageHandlerFactory = () => handler;
        }))).ToList();
        try
        {
            Value.Sample(
                value =>
                {
                    foreach (var (way, logger) in loggers)
                        way.Log(logger, way.Name, value);
                    RudderStackDelivery.FlushAsync().GetAwaiter().GetResult();

                    var arrived = handler.Take();
                    Assert.Equal(Way.All.Count, arrived.Count);
                    Assert.Single(arrived.Values.Distinct());
                },
                iter: 300,
                threads: 1);
        }
        finally
        {
            foreach (var (_, logger) in loggers)
                await logger.DisposeAsync();
        }
    }

    static Dictionary<string, object?> Distinct((string, object?)[] pairs)
    {
        var dictionary = new Dictionary<string, object?>();
        foreach (var (key, value) in pairs)
            dictionary[key] = value;
        return dictionary;
    }

    static NameValueCollection Names((string, string)[] pairs)
    {
        var names = new NameValueCollection();
        foreach (var (name, text) in pairs)
            names.Add(name, text);
        return names;
    }

    sealed record Wrapped(object? InnerValue);

    sealed class Bodies : HttpMessageHandler
    {
        readonly ConcurrentQueue<JsonElement> _messages = new();

        public Dictionary<string, string> Take()
        {
            var arrived = new Dictionary<string, string>();
            while (_messages.TryDequeue(out var message))
                arrived.Add(message.GetProperty("event").GetString()!, message.TryGetProperty("properties", out var properties) ? properties.GetRawText() : "");
            return arrived;
        }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = new MemoryStream();
            request.Content!.CopyTo(body, null, cancellationToken);
            foreach (var message in JsonElement.Parse(body.ToArray()).GetProperty("batch").EnumerateArray())
                _messages.Enqueue(message);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("OK") };
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
