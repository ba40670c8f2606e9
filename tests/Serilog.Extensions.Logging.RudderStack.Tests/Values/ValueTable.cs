using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Dynamic;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Newtonsoft.Json.Linq;
using NodaTime;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>The rulebook: a value, and the JSON that it is in every message.</summary>
static class ValueTable
{
    /// <summary>Each row makes its value anew, since some can be read once.</summary>
    public static IReadOnlyList<(Func<object?> Value, string Json)> Rows { get; } =
    [
        // JSON.
        (() => Element("""{"a":1,"B c":[true,null,"x"],"d":{"e":1.50}}"""), """{"a":1,"B c":[true,null,"x"],"d":{"e":1.50}}"""),
        (() => JsonDocument.Parse("""{"UserName":1}"""), """{"UserName":1}"""),
        (() => Element("[]"), "[]"),
        (() => Element("null"), "null"),
        (() => default(JsonElement), "null"),
        (() => Element("\"text\""), "\"text\""),
        (() => Element("9007199254740993"), "\"9007199254740993\""),
        (() => Element("123456789012345678901234567890"), "\"123456789012345678901234567890\""),
        (() => Element("0.1234567890123456789"), "0.1234567890123456789"),
        (() => Element("1E+300"), "1E+300"),
        (() => Element("1e400"), "\"1e400\""),
        (() => Element("""{"a":1,"b":2,"a":3}"""), """{"a":3,"b":2}"""),
        (() => Element("""{"\ud800":1,"b":"\udc00"}"""), "{\"\ufffd\":1,\"b\":\"\ufffd\"}"),
        (() => JsonNode.Parse("""{"a":{"b":[1,2]}}"""), """{"a":{"b":[1,2]}}"""),
        (() => JsonNode.Parse("""{"a":1,"b":2,"a":3}"""), """{"a":3,"b":2}"""),
        (() => JsonNode.Parse("""{"a":"\ud800","n":1e400}"""), "{\"a\":\"\ufffd\",\"n\":\"1e400\"}"),
        (() => new JsonObject { ["sku"] = "G-32", ["qty"] = 2, ["Price"] = 1.50m, ["at"] = DateTime.UnixEpoch, ["none"] = null, ["char"] = 'x' }, """{"sku":"G-32","qty":2,"Price":1.50,"at":"1970-01-01T00:00:00.000Z","none":null,"char":"x"}"""),
        (() => new JsonArray(1, "two", null, new JsonObject()), """[1,"two",null,{}]"""),
        (() => JsonValue.Create(5), "5"),
        (() => new Dictionary<string, object> { ["json"] = Element("""{"a":1}"""), ["node"] = new JsonObject { ["b"] = 2 } }, """{"json":{"a":1},"node":{"b":2}}"""),

        // Newtonsoft's.
        (() => JObject.Parse("""{"a":1,"B":[1.5,true,null,"x"],"c":{"d":{}}}"""), """{"a":1,"B":[1.5,true,null,"x"],"c":{"d":{}}}"""),
        (() => new JArray(1, "a", new JObject()), """[1,"a",{}]"""),
        (() => new JValue(5), "5"),
        (() => JValue.CreateNull(), "null"),
        (() => new JObject { ["id"] = Guid.Empty, ["at"] = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc), ["offset"] = new JValue(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2))), ["span"] = TimeSpan.FromSeconds(5), ["uri"] = new Uri("https://a.example/") },
            """{"id":"00000000-0000-0000-0000-000000000000","at":"2024-05-06T07:08:09.000Z","offset":"2024-05-06T05:08:09.000Z","span":"00:00:05","uri":"https://a.example/"}"""),
        (() => JObject.Parse("""{"big":9007199254740993,"huge":123456789012345678901234567890}"""), """{"big":"9007199254740993","huge":"123456789012345678901234567890"}"""),
        (() => new JRaw("""{"raw":[1]}"""), """{"raw":[1]}"""),

        // Text.
        (() => IPAddress.Parse("203.0.113.7"), "\"203.0.113.7\""),
        (() => IPAddress.IPv6Loopback, "\"::1\""),
        (() => IPEndPoint.Parse("203.0.113.7:443"), "\"203.0.113.7:443\""),
        (() => new Version(1, 2, 3), "\"1.2.3\""),
        (() => new MailAddress("a@b.example"), "\"a@b.example\""),
        (() => CultureInfo.GetCultureInfo("de-DE"), "\"de-DE\""),
        (() => PhysicalAddress.Parse("00-11-22-33-44-55"), "\"001122334455\""),
        (() => typeof(Uri), "\"System.Uri\""),
        (() => new StringBuilder("built"), "\"built\""),
        (() => new Rune('é'), "\"é\""),
        (() => new PathString("/a"), "\"/a\""),
        (() => new QueryString("?a=b"), "\"?a=b\""),
        (() => new HostString("a.example", 81), "\"a.example:81\""),
        (() => new LocalDate(2024, 5, 6), "\"2024-05-06\""),
        (() => Instant.FromUtc(2024, 5, 6, 7, 8, 9).PlusNanoseconds(10), "\"2024-05-06T07:08:09.00000001Z\""),
        (() => new LocalDateTime(2024, 5, 6, 7, 8, 9), "\"2024-05-06T07:08:09\""),
        (() => new LocalTime(7, 8, 9), "\"07:08:09\""),
        (() => Duration.FromSeconds(5), "\"0:00:00:05\""),
        (() => Period.FromDays(3), "\"P3D\""),
        (() => DateTimeZone.Utc, "\"UTC\""),
        (() => new StrongId("abc"), "\"abc\""),
        (() => new ConvertedId(7), "\"id-7\""),
        (() => new ParsedId(7), "\"7!\""),
        (() => new CultureText(), "\"1.5\""),
        (() => new StrongId("a\ud800"), "\"a\ufffd\""),

        // Objects.
        (() => new RecordId(7), """{"value":7}"""),
        (() => new Point(1, 2), """{"x":1,"y":2}"""),
        (() => new Described(3), """{"value":3}"""),
        (() => new FieldOnly(), "{}"),
        (() => new Nothing(), "{}"),
        (() => new object(), "{}"),
        (() => new { }, "{}"),
        (() => new { Inner = new { Deep = 1 } }, """{"inner":{"deep":1}}"""),
        (() => new ThrowingGetter(), """{"good":1,"bad":"The property accessor threw an exception: InvalidOperationException"}"""),
        (() => new TaskCanceledException("late"), """{"type":"System.Threading.Tasks.TaskCanceledException","message":"late"}"""),
        (() => new InvalidOperationException("broken", new IOException("inner")), """{"type":"System.InvalidOperationException","message":"broken"}"""),

        // Numbers.
        (() => new BigInteger(42), "42"),
        (() => new BigInteger(9007199254740992), "9007199254740992"),
        (() => BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture), "\"123456789012345678901234567890\""),
        (() => (Int128)(-5), "-5"),
        (() => UInt128.MaxValue, "\"340282366920938463463374607431768211455\""),
        (() => (Half)0.1, "0.1"),
        (() => Half.NaN, "null"),
        (() => (nint)5, "5"),
        (() => 1.50m, "1.50"),
        (() => 9007199254740993m, "\"9007199254740993\""),

        // Nulls.
        (() => null, "null"),
        (() => DBNull.Value, "null"),
        (() => new int?(), "null"),

        // Dictionaries, filled and empty.
        (() => new Dictionary<string, int> { ["A b"] = 1 }, """{"A b":1}"""),
        (() => new Dictionary<string, int>(), "{}"),
        (() => new Dictionary<int, string> { [1] = "a" }, """{"1":"a"}"""),
        (() => new Dictionary<Guid, int> { [Guid.Empty] = 1 }, """{"00000000-0000-0000-0000-000000000000":1}"""),
        (() => new Dictionary<StrongId, int> { [new StrongId("k")] = 1 }, """{"k":1}"""),
        (() => new Dictionary<Point, int> { [new Point(1, 2)] = 3 }, """[{"key":{"x":1,"y":2},"value":3}]"""),
        (() => new SortedDictionary<string, int> { ["b"] = 2, ["a"] = 1 }, """{"a":1,"b":2}"""),
        (() => new SortedList<string, int>(), "{}"),
        (() => new ConcurrentDictionary<string, int>(), "{}"),
        (() => new ConcurrentDictionary<string, int> { ["a"] = 1 }, """{"a":1}"""),
        (() => new ReadOnlyDictionary<string, int>(new Dictionary<string, int> { ["a"] = 1 }), """{"a":1}"""),
        (() => ImmutableDictionary<string, int>.Empty, "{}"),
        (() => ImmutableDictionary<string, int>.Empty.Add("a", 1), """{"a":1}"""),
        (() => ImmutableSortedDictionary<string, int>.Empty.Add("a", 1), """{"a":1}"""),
        (() => new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary(), """{"a":1}"""),
        (() => new Hashtable { ["a"] = 1 }, """{"a":1}"""),
        (() => new Hashtable(), "{}"),
        (() => Expando(), """{"Flag":true}"""),
        (() => new ExpandoObject(), "{}"),
        (() => new ListDictionary { ["a"] = 1 }, """{"a":1}"""),
        (() => new OwnReadOnlyDictionary(), """{"A b":1,"c":2}"""),
        (() => HttpUtility.ParseQueryString("utm_source=x&utm_medium=y"), """{"utm_source":"x","utm_medium":"y"}"""),
        (() => HttpUtility.ParseQueryString("tag=a&tag=b&x=1"), """{"tag":["a","b"],"x":"1"}"""),
        (() => new NameValueCollection(), "{}"),
        (() => new NameValueCollection { { "a", null } }, """{"a":null}"""),
        (() => new HeaderDictionary { ["Accept"] = new StringValues(["a", "b"]), ["Host"] = "c" }, """{"Accept":["a","b"],"Host":"c"}"""),
        (() => new Dictionary<string, object?> { ["\ud800"] = 1, ["\ufffd"] = 2 }, "{\"\ufffd\":2}"),

        // Pairs.
        (() => new List<KeyValuePair<string, int>> { new("Blue Pen", 2), new("Ink", 1) }, """{"Blue Pen":2,"Ink":1}"""),
        (() => new List<KeyValuePair<string, string>> { new("tag", "a"), new("x", "1"), new("tag", "b") }, """{"tag":["a","b"],"x":"1"}"""),
        (() => Enumerable.Range(1, 2).Select(i => KeyValuePair.Create(i, (object)"v")), """{"1":"v","2":"v"}"""),
        (() => Array.Empty<KeyValuePair<string, string>>(), "{}"),
        (() => new[] { new KeyAndValue("a", 1) }, """[{"key":"a","value":1}]"""),
        (() => new[] { new { Key = "a", Value = 1 } }, """[{"key":"a","value":1}]"""),

        // Sequences and tuples.
        (() => new[] { 1, 2 }, "[1,2]"),
        (() => new int[,] { { 1, 2 }, { 3, 4 } }, "[[1,2],[3,4]]"),
        (() => new ArrayList { 1, "a" }, """[1,"a"]"""),
        (() => new HashSet<string> { "a" }, """["a"]"""),
        (() => ImmutableArray.Create(1, 2), "[1,2]"),
        (() => new Queue<int>([1]), "[1]"),
        (() => new OwnSequence(1, null, "a"), """[1,null,"a"]"""),
        (() => Enumerable.Range(0, 3).Where(i => i != 1), "[0,2]"),
        (() => (1, "a"), """[1,"a"]"""),
        (() => (1, 2, 3, 4, 5, 6, 7, 8, 9), "[1,2,3,4,5,6,7,8,9]"),
        (() => Tuple.Create(1, "a"), """[1,"a"]"""),
        (() => new StringValues("a"), "\"a\""),
        (() => new StringValues(["a", "b"]), """["a","b"]"""),

        // What throws.
        (() => Enumerable.Range(0, 3).Select(i => 1 / i), "\"Capturing the property value threw an exception: DivideByZeroException\""),
        (() => default(ImmutableArray<int>), "\"Capturing the property value threw an exception: InvalidOperationException\""),
        (() => new ThrowingText(), "\"Capturing the property value threw an exception: InvalidOperationException\""),
        (() => new object[] { 1, new ThrowingText(), Enumerable.Range(0, 1).Select(i => 1 / i) }, "[1,\"Capturing the property value threw an exception: InvalidOperationException\",\"Capturing the property value threw an exception: DivideByZeroException\"]"),
    ];

    static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;

    static ExpandoObject Expando()
    {
        var expando = new ExpandoObject();
        ((IDictionary<string, object?>)expando)["Flag"] = true;
        return expando;
    }
}
