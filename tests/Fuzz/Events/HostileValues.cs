using System.Collections;
using System.Collections.Specialized;
using System.Dynamic;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;

namespace Fuzz.Events;

/// <summary>Values that programs log, by mistake or not.</summary>
static class HostileValues
{
    const int MostDepth = 5;

    static readonly string[] Names =
    [
        "UserId", "userid", "USERID", "AnonymousId", "Event", "EventName", "EventId", "Name", "Category", "GroupId", "PreviousId", "Traits", "traits", "Properties",
        "Context", "Integrations", "MessageId", "Timestamp", "SourceContext", "OrderId", "order_id", "orderId", "library", "sources", "All", "Key", "Value", "app", "ip", "type", "sentAt", "channel",
    ];

    static readonly HashSet<string> Identifying = new(["Event", "EventName", "EventId", "Name", "MessageId"], StringComparer.OrdinalIgnoreCase);

    public static string Name(this Random random) => random.OneIn(2) ? random.Pick(Names) : "n" + random.Text(5);

    /// <summary>A property of an event; what reports name an event by holds no secret.</summary>
    public static LogEventProperty Property(this Random random)
    {
        var name = random.Name();
        return new LogEventProperty(name, Identifying.Contains(name) ? new ScalarValue(random.Text()) : random.PropertyValue());
    }

    public static string SecretText(this Random random) => Witness.Secret + random.Text();

    /// <summary>A value for a helper: anything at all.</summary>
    public static object? Value(this Random random, int depth = 0) => random.Next(depth < MostDepth ? 44 : 30) switch
    {
        <= 4 => random.SecretText(),
        <= 7 => random.Number(),
        8 => random.Time(),
        9 => null,
        10 => random.OneIn(2),
        11 => Guid.NewGuid(),
        12 => random.Pick<object>('x', '\ud800', '\0'),
        13 => random.Pick<object>(DayOfWeek.Monday, (DayOfWeek)99, BindingFlagsLike.A | BindingFlagsLike.B, DBNull.Value, new Version(1, 2), IPAddress.IPv6Loopback, typeof(List<>), CultureInfo.InvariantCulture),
        14 => random.Pick<object>(new Uri("/relative?" + Witness.Secret, UriKind.Relative), new Uri("https://host.invalid/" + Witness.Secret)),
        15 => random.Json(),
        16 => random.Pick<object>(new Throwing(), new ThrowingException(), new ThrowingDictionary(), new ThrowingSequence(random.Next(4))),
        17 => new InvalidOperationException(random.SecretText(), new ThrowingException()),
        18 => random.Pick<object>(new Action(() => throw new InvalidOperationException()), Task.CompletedTask, CancellationToken.None, new MemoryStream([1, 2]), new Lazy<int>(() => throw new InvalidOperationException(Witness.Secret))),
        19 => Cycle(random),
        20 => new string(random.Pick('x', '\ud800', '订', '"', '\0'), random.Pick(1_000, 8_000, 33_000, 200_000)),
        21 => Enumerable.Repeat((object?)Witness.Secret, random.Pick(0, 100, 20_000)),
        22 => Deep(random),
        23 => new Endless(),
        24 => Forever(random.Value(MostDepth)),
        25 => new byte[random.Pick(0, 3, 2_000)],
        26 => Wide(random),
        27 => new JsonSerializerOptions(),
        28 => random.Pick<object>((1, Witness.Secret), new { }, new object(), Array.CreateInstance(typeof(int), [2, 2], [1, 1]), new nint[] { 1 }, default(KeyValuePair<string, object?>)),
        29 => new BitArray(random.Next(40)),
        30 or 31 => random.Items(depth),
        32 => random.Items(depth).Select(item => item),
        33 or 34 => random.Dictionary(depth),
        35 => new { First = random.Value(depth + 1), OrderId = random.Value(depth + 1), orderId = 1, ORDER_ID = 2 },
        36 => new Pair(random.Value(depth + 1), random.Value(depth + 1)),
        37 => random.Items(depth).Select(item => new Pair(item, random.Value(depth + 1))).ToList(),
        38 => random.Items(depth).Select(item => KeyValuePair.Create(random.Name(), item)).ToList(),
        39 => new Hashtable { [random.Number()] = random.Value(depth + 1), [random.Name()] = random.Value(depth + 1), [DateTime.MinValue] = 1 },
        40 => new NameValueCollection { { null, Witness.Secret }, { random.Name(), null }, { random.Name(), random.SecretText() } },
        41 => Expando(random, depth),
        42 => random.PropertyValue(depth + 1),
        _ => new Node { Next = random.Value(depth + 1) },
    };

    /// <summary>A value that Serilog captures in bounded time: what templates hold is captured by Serilog.</summary>
    public static object? Tame(this Random random, int depth = 0) => random.Next(depth < 3 ? 16 : 11) switch
    {
        <= 3 => random.SecretText(),
        4 or 5 => random.Number(),
        6 => random.Time(),
        7 => null,
        8 => random.Pick<object>(true, DayOfWeek.Monday, 'x', '\ud800', Guid.Empty, DBNull.Value, new Version(1, 2)),
        9 => random.Pick<object>(new Throwing(), new ThrowingSequence(2), new ThrowingException()),
        10 => random.Json(),
        11 => new[] { random.Tame(depth + 1), random.Tame(depth + 1) },
        12 => new Dictionary<string, object?> { [random.Name()] = random.Tame(depth + 1), [""] = 1 },
        13 => new { OrderId = random.Tame(depth + 1), order_id = random.Tame(depth + 1) },
        14 => new Dictionary<int, object?> { [random.Next()] = random.Tame(depth + 1) },
        _ => new Node { Next = random.Tame(depth + 1) },
    };

    /// <summary>What Serilog has captured, or a program has put together itself.</summary>
    public static LogEventPropertyValue PropertyValue(this Random random, int depth = 0) => random.Next(depth < MostDepth ? 12 : 7) switch
    {
        <= 2 => new ScalarValue(random.SecretText()),
        3 => new ScalarValue(random.Number()),
        4 => new ScalarValue(random.Pick(null, random.Time(), true, new Throwing(), random.Json(), DayOfWeek.Monday, '\ud800')),
        5 => new ScalarValue(random.Value(MostDepth)),
        6 => new ThrowingPropertyValue(),
        7 => new SequenceValue(Children(random, depth)),
        8 or 9 => new StructureValue(Children(random, depth).Select(value => new LogEventProperty(random.Name(), value)), random.OneIn(2) ? null : random.Text()),
        10 => new DictionaryValue(Children(random, depth).Select(value => KeyValuePair.Create(new ScalarValue(random.OneIn(3) ? random.Number() : random.Name()), value)).DistinctBy(pair => pair.Key)),
        _ => DeepValue(random),
    };

    public static object Number(this Random random) => random.Pick<object>(
        random.Next(), -1, 0, long.MinValue, long.MaxValue, ulong.MaxValue, (1L << 53) + 1, double.NaN, double.NegativeInfinity, float.PositiveInfinity, double.Epsilon, double.MaxValue, -0.0, 1e300,
        float.MinValue, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 1.0m, (Half)1.5, Int128.MaxValue, BigInteger.Pow(10, random.Pick(20, 400)), (byte)1, (sbyte)-1, random.NextDouble());

    public static object Time(this Random random) => random.Pick<object>(
        DateTime.MinValue, DateTime.MaxValue, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14)), DateTime.UnixEpoch,
        new DateTime(2024, 5, 6, 7, 8, 9, random.Pick(DateTimeKind.Local, DateTimeKind.Utc, DateTimeKind.Unspecified)), TimeSpan.MinValue, TimeSpan.MaxValue, DateOnly.MinValue, TimeOnly.MaxValue,
        "2024-05-06T07:08:09Z", "0001-01-01", "yesterday", 1_700_000_000);

    static object Json(this Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return JsonElement.Parse("""{"a":[1,null,{"b":1e400}],"a":2,"OrderId":"s3cret-value","":-0.0}""");
            case 1:
                return default(JsonElement);
            case 2:
                var document = JsonDocument.Parse("[1,2,3]");
                document.Dispose();
                return random.OneIn(2) ? document : document.RootElement;
            case 3:
                return new JsonObject { [random.Name()] = JsonValue.Create(random.Value(MostDepth)?.GetType().Name), ["n"] = JsonValue.Create(double.NaN), ["array"] = new JsonArray(1, null) };
            case 4:
                JsonNode node = new JsonArray();
                for (var i = random.Next(2_000); i > 0; i--)
                    node = random.OneIn(2) ? new JsonArray(node) : new JsonObject { ["x"] = node };
                return node;
            default:
                return JsonElement.Parse("\"\\ud800 s3cret-value\"");
        }
    }

    static object?[] Items(this Random random, int depth)
    {
        var items = new object?[random.Next(4)];
        for (var i = 0; i < items.Length; i++)
            items[i] = random.Value(depth + 1);
        return items;
    }

    static Dictionary<string, object?> Dictionary(this Random random, int depth)
    {
        var dictionary = new Dictionary<string, object?>();
        for (var i = random.Next(5); i > 0; i--)
            dictionary[random.OneIn(20) ? "" : random.Name()] = random.Value(depth + 1);
        return dictionary;
    }

    static LogEventPropertyValue[] Children(Random random, int depth)
    {
        var children = new LogEventPropertyValue[random.Next(4)];
        for (var i = 0; i < children.Length; i++)
            children[i] = random.PropertyValue(depth + 1);
        return children;
    }

    static object Cycle(Random random)
    {
        if (random.OneIn(3))
        {
            var node = new Node();
            node.Next = new[] { node, node };
            return node;
        }

        var cycle = new Dictionary<string, object?> { ["Text"] = Witness.Secret };
        cycle["Self"] = cycle;
        cycle["Again"] = new List<object> { cycle, cycle };
        return cycle;
    }

    static object Deep(Random random)
    {
        // Records and exceptions write their text by calls of themselves: deeper, any program that asks for it overflows its stack.
        object deep = Witness.Secret;
        var kind = random.Next(5);
        for (var i = random.Pick(30, 70, 1_000, kind < 3 ? 100_000 : 1_000); i > 0; i--)
        {
            deep = kind switch
            {
                0 => new[] { deep },
                1 => new Dictionary<string, object> { ["d"] = deep },
                2 => new Node { Next = deep },
                3 => new Pair(1, deep),
                _ => new InvalidOperationException("deep", deep as Exception),
            };
        }

        return deep;
    }

    static LogEventPropertyValue DeepValue(Random random)
    {
        LogEventPropertyValue deep = new ScalarValue(Witness.Secret);
        var kind = random.Next(3);
        for (var i = random.Pick(30, 70, 1_000, 50_000); i > 0; i--)
        {
            deep = kind switch
            {
                0 => new SequenceValue([deep]),
                1 => new StructureValue([new LogEventProperty("D", deep)]),
                _ => new DictionaryValue([KeyValuePair.Create(new ScalarValue("d"), deep)]),
            };
        }

        return deep;
    }

    static Dictionary<string, object?> Wide(Random random)
    {
        var wide = new Dictionary<string, object?>();
        for (var i = random.Pick(10, 300, 5_000); i > 0; i--)
            wide[$"Key{i}"] = i;
        return wide;
    }

    static IEnumerable<object?> Forever(object? item)
    {
        while (true)
            yield return item;
    }

    static ExpandoObject Expando(Random random, int depth)
    {
        var expando = new ExpandoObject();
        ((IDictionary<string, object?>)expando)[random.Name()] = random.Value(depth + 1);
        return expando;
    }

    [Flags]
    enum BindingFlagsLike
    {
        A = 1,
        B = 2,
    }
}
