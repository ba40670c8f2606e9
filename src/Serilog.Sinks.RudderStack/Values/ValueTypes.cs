using System.Collections;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Plans;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>The table of .NET types: how a value of each becomes a value of a message. The first row that fits has its way.</summary>
/// <remarks>
/// Serilog's own scalars (text, flags, numbers, dates, enums, <c>Guid</c>, <c>Uri</c>, bytes) do not come here. What no row
/// fits is an object, which Serilog reads member by member, so that every policy of the user's sees it. Known by their full
/// names are types of packages that the sink does not refer to, and types whose assemblies few programs load: to name one here
/// would load it at the first event.
/// </remarks>
static class ValueTypes
{
    static readonly Row[] Rows =
    [
        // Ready values.
        Row.Of(typeof(LogEventPropertyValue), static value => (LogEventPropertyValue)value),
        Row.Of(typeof(DBNull), static _ => JsonValues.Null),
        Row.Of(typeof(AnalyticsObject), static (value, capture) => ((AnalyticsObject)value).Read(capture)),
        Row.Of(typeof(IPlannedObject), PlannedMembers.Read),
        Row.Of(typeof(PolicySentinel), static _ => PolicySentinel.Seen),
        Row.Of(typeof(CollectionLimit.Probe), static _ => null),

        // JSON.
        Row.Of(typeof(JsonElement), static value => JsonValues.Of((JsonElement)value)),
        Row.Of(typeof(JsonDocument), static value => JsonValues.Of(((JsonDocument)value).RootElement)),
        Row.Of(typeof(JsonNode), static value => JsonValues.Of((JsonNode)value)),
        Row.Named(NewtonsoftValues.Of, "Newtonsoft.Json.Linq.JToken"),

        // Numbers that JSON readers keep only within 2^53.
        Row.Named(Numbers.OfBigInteger, "System.Numerics.BigInteger"),
        Row.Named(Numbers.OfDigits, "System.Int128", "System.UInt128"),
        Row.Named(Numbers.OfHalf, "System.Half"),

        // Text.
        Row.Of(typeof(Version), static value => new ScalarValue(value)),
        Row.Of(typeof(Type), Texts.Of),
        Row.Of(typeof(IPAddress), Texts.Of),
        Row.Of(typeof(EndPoint), Texts.Of),
        Row.Named(Texts.Of, "System.Net.Mail.MailAddress", "System.Net.NetworkInformation.PhysicalAddress"),
        Row.Of(typeof(CultureInfo), Texts.Of),
        Row.Of(typeof(StringBuilder), Texts.OfBuilder),
        Row.Named(Texts.Of, "System.Text.Rune"),
        Row.Named(Texts.Of, "Microsoft.AspNetCore.Http.PathString", "Microsoft.AspNetCore.Http.QueryString", "Microsoft.AspNetCore.Http.HostString"),
        Row.InNamespace("NodaTime", Texts.Of),
        Row.Named(Texts.OfStringValues, "Microsoft.Extensions.Primitives.StringValues"),
        Row.Named(Texts.Of, "Microsoft.Extensions.Primitives.StringSegment"),

        // Before the namespaces below, some of which have exceptions.
        Row.Of(typeof(Exception), NoData.TypeAndMessage),

        // No data, and never read: to read some of them blocks, runs the program's code or yields the whole process.
        Row.Of(typeof(Delegate), NoData.LeftOut),
        Row.Of(typeof(Stream), NoData.LeftOut),
        Row.Of(typeof(IServiceProvider), NoData.LeftOut),
        Row.Named(NoData.LeftOut, "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1", "System.Collections.Generic.IAsyncEnumerable`1", "System.Runtime.CompilerServices.ConfiguredTaskAwaitable"),
        Row.Named(NoData.LeftOut, "System.Data.DataRow", "System.Data.DataRowView", "System.Data.DataTable", "System.Data.DataSet", "System.Data.DataView", "System.Data.DataColumn", "System.Data.DataRelation"),
        Row.Named(NoData.LeftOut, "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.HttpRequest", "Microsoft.AspNetCore.Http.HttpResponse", "Microsoft.AspNetCore.Http.ConnectionInfo", "Microsoft.AspNetCore.Http.WebSocketManager", "Microsoft.AspNetCore.Http.Endpoint", "Microsoft.AspNetCore.Http.ISession", "Microsoft.AspNetCore.Http.Features.IFeatureCollection"),
        Row.InNamespace("System.Threading", NoData.LeftOut),
        Row.InNamespace("System.Reflection", NoData.LeftOut),
        Row.Named(NoData.UnlessMade, "System.Lazy`1"),

        // Containers.
        Row.Named(Containers.OfTuple, "System.Tuple`1", "System.Tuple`2", "System.Tuple`3", "System.Tuple`4", "System.Tuple`5", "System.Tuple`6", "System.Tuple`7", "System.Tuple`8"),
        Row.Named(Containers.OfTuple, "System.ValueTuple", "System.ValueTuple`1", "System.ValueTuple`2", "System.ValueTuple`3", "System.ValueTuple`4", "System.ValueTuple`5", "System.ValueTuple`6", "System.ValueTuple`7", "System.ValueTuple`8"),
        Row.Named(Dictionaries.OfNames, "System.Collections.Specialized.NameValueCollection"),
        Row.Of(typeof(IEnumerable<KeyValuePair<string, object?>>), Dictionaries.OfObjects),
        Row.Of(typeof(IEnumerable<KeyValuePair<string, string?>>), Dictionaries.OfTexts),
        Row.Of(typeof(IDictionary), Dictionaries.OfEntries),
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
        /// <summary>A type, or one derived from it.</summary>
        public static Row Of(Type row, Func<object, LogEventPropertyValue?> reader) => Of(row, (value, _) => reader(value));

        public static Row Of(Type row, ValueReader reader) => new(row.IsAssignableFrom, reader);

        /// <summary>A type of one of these full names, or one derived from it.</summary>
        public static Row Named(Func<object, LogEventPropertyValue?> reader, params string[] names) => Named((value, _) => reader(value), names);

        public static Row Named(ValueReader reader, params string[] names) => new(type => TypeNames.IsAny(type, names), reader);

        /// <summary>A type of the framework's or a package's in this namespace or below it, or one derived from it.</summary>
        public static Row InNamespace(string name, Func<object, LogEventPropertyValue?> reader) => new(type => TypeNames.IsIn(type, name), (value, _) => reader(value));
    }
}

/// <summary>Makes a property value of a .NET value; null leaves it to the other policies and to Serilog.</summary>
delegate LogEventPropertyValue? ValueReader(object value, Capture capture);
