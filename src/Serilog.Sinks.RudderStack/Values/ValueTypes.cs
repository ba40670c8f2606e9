using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>The table of .NET types: how a value of each becomes a value of a message. The first row that fits has its way.</summary>
/// <remarks>
/// Serilog's own scalars (text, flags, numbers, dates, enums, <c>Guid</c>, <c>Uri</c>, bytes) do not come here. What no row
/// fits is an object, which Serilog reads member by member, so that every policy of the user's sees it. Types of packages
/// that the sink does not refer to are known by their full names.
/// </remarks>
static class ValueTypes
{
    static readonly Row[] Rows =
    [
        // Ready values.
        Row.Of<LogEventPropertyValue>(static value => (LogEventPropertyValue)value),
        Row.Of<DBNull>(static _ => JsonValues.Null),
        Row.Of<AnalyticsObject>(static (value, capture) => ((AnalyticsObject)value).Read(capture)),
        Row.Of<PolicySentinel>(static _ => PolicySentinel.Seen),
        Row.Of<CollectionLimit.Probe>(static _ => null),

        // JSON.
        Row.Of<JsonElement>(static value => JsonValues.Of((JsonElement)value)),
        Row.Of<JsonDocument>(static value => JsonValues.Of(((JsonDocument)value).RootElement)),
        Row.Of<JsonNode>(static value => JsonValues.Of((JsonNode)value)),
        Row.Named(NewtonsoftValues.Of, "Newtonsoft.Json.Linq.JToken"),

        // Numbers that JSON readers keep only within 2^53.
        Row.Of<BigInteger>(static value => Numbers.Of((BigInteger)value)),
        Row.Named(Numbers.OfDigits, "System.Int128", "System.UInt128"),
        Row.Named(Numbers.OfHalf, "System.Half"),

        // Text.
        Row.Of<Version>(static value => new ScalarValue(value)),
        Row.Of<Type>(Texts.Of),
        Row.Of<IPAddress>(Texts.Of),
        Row.Of<EndPoint>(Texts.Of),
        Row.Of<MailAddress>(Texts.Of),
        Row.Of<CultureInfo>(Texts.Of),
        Row.Of<PhysicalAddress>(Texts.Of),
        Row.Of<StringBuilder>(Texts.OfBuilder),
        Row.Named(Texts.Of, "System.Text.Rune"),
        Row.Named(Texts.Of, "Microsoft.AspNetCore.Http.PathString", "Microsoft.AspNetCore.Http.QueryString", "Microsoft.AspNetCore.Http.HostString"),
        Row.InNamespace("NodaTime", Texts.Of),
        Row.Named(Texts.OfStringValues, "Microsoft.Extensions.Primitives.StringValues"),
        Row.Named(Texts.Of, "Microsoft.Extensions.Primitives.StringSegment"),

        // Before the namespaces below, some of which have exceptions.
        Row.Of<Exception>(NoData.TypeAndMessage),

        // No data, and never read: to read some of them blocks, runs the program's code or yields the whole process.
        Row.Of<Delegate>(NoData.LeftOut),
        Row.Of<Stream>(NoData.LeftOut),
        Row.Of<IServiceProvider>(NoData.LeftOut),
        Row.Named(NoData.LeftOut, "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1", "System.Collections.Generic.IAsyncEnumerable`1", "System.Runtime.CompilerServices.ConfiguredTaskAwaitable"),
        Row.Named(NoData.LeftOut, "System.Data.DataRow", "System.Data.DataRowView", "System.Data.DataTable", "System.Data.DataSet", "System.Data.DataView", "System.Data.DataColumn", "System.Data.DataRelation"),
        Row.Named(NoData.LeftOut, "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.HttpRequest", "Microsoft.AspNetCore.Http.HttpResponse", "Microsoft.AspNetCore.Http.ConnectionInfo", "Microsoft.AspNetCore.Http.WebSocketManager", "Microsoft.AspNetCore.Http.Endpoint", "Microsoft.AspNetCore.Http.ISession", "Microsoft.AspNetCore.Http.Features.IFeatureCollection"),
        Row.InNamespace("System.Threading", NoData.LeftOut),
        Row.InNamespace("System.Reflection", NoData.LeftOut),
        Row.Named(NoData.UnlessMade, "System.Lazy`1"),

        // Containers.
        Row.Named(Containers.OfTuple, "System.Tuple`1", "System.Tuple`2", "System.Tuple`3", "System.Tuple`4", "System.Tuple`5", "System.Tuple`6", "System.Tuple`7", "System.Tuple`8"),
        Row.Named(Containers.OfTuple, "System.ValueTuple", "System.ValueTuple`1", "System.ValueTuple`2", "System.ValueTuple`3", "System.ValueTuple`4", "System.ValueTuple`5", "System.ValueTuple`6", "System.ValueTuple`7", "System.ValueTuple`8"),
        Row.Of<NameValueCollection>(Dictionaries.OfNames),
        Row.Of<IEnumerable<KeyValuePair<string, object?>>>(Dictionaries.OfObjects),
        Row.Of<IEnumerable<KeyValuePair<string, string?>>>(Dictionaries.OfTexts),
        Row.Of<IDictionary>(Dictionaries.OfEntries),
        new(static type => Pairs.IsSequence(type), Dictionaries.OfPairs),
        new(static type => typeof(IEnumerable).IsAssignableFrom(type) && !(type.IsArray && type.GetArrayRank() > 1), Containers.OfSequence),

        // Types of the user's that are no more than their text.
        new(OwnText.Is, OwnText.Of),
    ];

    static ConditionalWeakTable<Type, Entry> _known = new();

    // A field, since a method group would be a new delegate at each look-up.
    static readonly ConditionalWeakTable<Type, Entry>.CreateValueCallback Find = static type => new Entry(
        Array.Find(Rows, row => row.Fits(type))?.Reader ?? (Trimming.IsOn ? Trimming.Unreadable : null));

    /// <summary>How to read values of a type; null for objects, which Serilog reads member by member.</summary>
    public static ValueReader? ReaderOf(Type type) => Volatile.Read(ref _known).GetValue(type, Find).Reader;

    /// <summary>Forgets which type is read how. What is known of the framework's types, which never go, would pin a plug-in's load context.</summary>
    public static void Forget() => Volatile.Write(ref _known, new());

    /// <summary>Whether a type is one that Serilog reads member by member.</summary>
    public static bool IsObject(Type type) => ReaderOf(type) is null && !type.IsPrimitive && !type.IsEnum && type != typeof(string);

    sealed record Entry(ValueReader? Reader);

    sealed record Row(Func<Type, bool> Fits, ValueReader Reader)
    {
        public static Row Of<T>(Func<object, LogEventPropertyValue?> reader) => Of<T>((value, _) => reader(value));

        public static Row Of<T>(ValueReader reader) => new(static type => typeof(T).IsAssignableFrom(type), reader);

        /// <summary>A type of one of these full names, or one derived from it.</summary>
        public static Row Named(Func<object, LogEventPropertyValue?> reader, params string[] names) => Named((value, _) => reader(value), names);

        public static Row Named(ValueReader reader, params string[] names) => new(type => TypeNames.Of(type).Any(name => Array.IndexOf(names, name) >= 0), reader);

        /// <summary>A type of the framework's or a package's in this namespace or below it, or one derived from it.</summary>
        public static Row InNamespace(string name, Func<object, LogEventPropertyValue?> reader) => new(type => TypeNames.AreIn(type, name), (value, _) => reader(value));
    }
}

/// <summary>Makes a property value of a .NET value; null leaves it to the other policies and to Serilog.</summary>
delegate LogEventPropertyValue? ValueReader(object value, Capture capture);
