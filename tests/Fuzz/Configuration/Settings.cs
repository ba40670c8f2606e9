using System.Globalization;
using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack;

namespace Fuzz.Configuration;

/// <summary>Sections as they should be, and with mistakes in them.</summary>
static class Settings
{
    public const string Key = "2bQvXv0pkyKXpXoVDAFKZbZ2Aab";

    static readonly string[] Names =
    [
        .. typeof(RudderStackSinkOptions).GetProperties().Select(option => option.Name),
        "writeKey", "dataPlaneUrl", "interval", "batchSize", "retryAfter", "verbose", "enabled", "options", "Sink", "LogLevel", "Outbox", "restrictedToMinimumLevel", "levelSwitch", "configuration",
        "sinkConfiguration", "configure", "readyOptions", "Configured", "TimeProvider", "intervall", "Default", "0", "1", "01", "-1", "Item", "Name", "Args",
    ];

    static readonly string[] Texts =
    [
        "", " ", "true", "FALSE", "yes", "1", "0", "-1", "30", "00:00:05", "1.00:00:00", "25:00:00", "00:00:-1", "99999999.00:00:00", "10675199.02:48:05.4775807", "2147483648", "9223372036854775807",
        "1e3", "0x10", "١٢", "NaN", "1,5", "Drop", "drop,Block", "2", "None", "All", "$analytics", "$nobody", "System.Object, mscorlib", "Shop.Hooks::Dropped, Shop", "%PATH%", "%", "http://", "https://host.invalid/a?b#c",
        "http://user:secret@host.invalid", "http://[::1", "ftp://host", "http://host:99999", "//host", "http://\ud83d\ude00.invalid", "file:///etc/passwd", "process", "app.name", ".", "..", "a..b", ".a",
        Key, " " + Key, Key + "\n", "http://" + Key + "@127.0.0.1:9", "https://127.0.0.1:9/" + Key, "x" + Key + "y",
    ];

    /// <summary>A few options, most of them good.</summary>
    public static JsonObject Options(Random random)
    {
        var options = new JsonObject();
        var all = typeof(RudderStackSinkOptions).GetProperties();
        for (var i = random.Next(8); i > 0; i--)
        {
            var option = all[random.Next(all.Length)];
            var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
            options[random.OneIn(4) ? option.Name.ToLowerInvariant() : option.Name] =
                type == typeof(bool) ? random.OneIn(2)
                : type == typeof(int) || type == typeof(long) ? random.Pick(1, 0, -1, 500, 40_000, int.MaxValue)
                : type == typeof(TimeSpan) ? random.Pick("00:00:05", "00:00:00", "00:00:00.001", "01:00:00", "7.00:00:00", "-00:00:01")
                : type.IsEnum ? random.Pick(Enum.GetNames(type))
                : type == typeof(IList<string>) ? new JsonArray("Cost", "Margin", random.Text())
                : type == typeof(IDictionary<string, object?>) ? Dictionary(random)
                : random.OneIn(2) ? "Name" + random.Next(3).ToString(CultureInfo.InvariantCulture) : random.Text();
        }

        return options;
    }

    /// <summary>Changes a section here and there, or not at all.</summary>
    public static void Spoil(JsonObject section, Random random)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            var target = section;
            while (!random.OneIn(2) && target.Select(member => member.Value).OfType<JsonObject>().FirstOrDefault() is { } inner)
                target = inner;
            var names = target.Select(member => member.Key).ToArray();
            var name = names.Length == 0 || random.OneIn(3) ? Name(random) : random.Pick(names);
            if (random.OneIn(6))
                target.Remove(name);
            else
                target[name] = Value(random, 0);
        }
    }

    static JsonObject Dictionary(Random random)
    {
        var dictionary = new JsonObject();
        for (var i = random.Next(4); i > 0; i--)
            dictionary[random.Pick("app.name", "app", "app.name.first", "All", "Customer.io", "ip", "traits.plan", random.Text(), ".", "a..b")] = random.OneIn(2) ? random.Pick(Texts) : random.OneIn(2);
        return dictionary;
    }

    static string Name(Random random) => random.Next(10) switch
    {
        0 => Key,
        1 => random.Text(),
        2 => random.Pick(Names) + ":" + random.Pick(Names),
        3 => random.Pick(Names).ToUpperInvariant(),
        _ => random.Pick(Names),
    };

    static JsonNode? Value(Random random, int depth) => random.Next(depth < 4 ? 12 : 8) switch
    {
        <= 3 => random.Pick(Texts),
        4 => random.Text(),
        5 => random.Pick<double>(0, -1, 1, 1.5, 1e308, int.MaxValue, uint.MaxValue, long.MaxValue),
        6 => random.OneIn(2),
        7 => random.OneIn(2) ? null : random.OneIn(2) ? new JsonArray() : new JsonObject(),
        8 => new JsonArray(Value(random, depth + 1), Value(random, depth + 1)),
        9 => Nested(random),
        _ => new JsonObject { [Name(random)] = Value(random, depth + 1), ["x" + random.Text(3)] = Value(random, depth + 1) },
    };

    static JsonNode? Nested(Random random)
    {
        JsonNode? node = random.Pick(Texts);
        for (var i = random.Next(40); i > 0; i--)
            node = random.OneIn(2) ? new JsonObject { [Name(random)] = node } : new JsonArray(node);
        return node;
    }
}
