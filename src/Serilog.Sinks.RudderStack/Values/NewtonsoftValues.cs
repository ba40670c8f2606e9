using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Newtonsoft.Json's <c>JToken</c> and its kinds, read through interfaces of the framework: the JSON that it is.</summary>
/// <remarks>
/// The package is not referred to. A <c>JObject</c> describes its members as <see cref="ICustomTypeDescriptor"/>, a
/// <c>JArray</c> is a list, and a <c>JValue</c> is <see cref="IConvertible"/>. Other kinds only have their text.
/// </remarks>
static class NewtonsoftValues
{
    static readonly JsonDocumentOptions Parsing = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 2 * JsonValues.MaxDepth };

    public static LogEventPropertyValue Of(object value) => Of(value, depth: 0);

    static LogEventPropertyValue Of(object? token, int depth)
    {
        switch (token)
        {
            case null:
                return JsonValues.Null;
            case ICustomTypeDescriptor or IList when depth >= JsonValues.MaxDepth:
                return Mark.TooDeep;
            case ICustomTypeDescriptor or IList when !CaptureWork.Current.TryCountNode():
                return Mark.Exhausted;
            case ICustomTypeDescriptor json:
                return ObjectOf(json, depth);
            case IConvertible scalar when !TypeNames.IsAny(token.GetType(), "Newtonsoft.Json.Linq.JRaw"):
                return ScalarOf(scalar);
            case IList when TypeNames.IsAny(token.GetType(), "Newtonsoft.Json.Linq.JArray"):
                return ArrayOf((IList)token, depth);
            default:
                return OtherOf(token);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The descriptors are Newtonsoft's own and need no reflection.")]
    static LogEventPropertyValue ObjectOf(ICustomTypeDescriptor json, int depth)
    {
        var members = new JsonMembers();
        foreach (PropertyDescriptor member in json.GetProperties())
        {
            if (!CaptureWork.TryCount(CaptureBudget.SmallestEntry))
                return Mark.Exhausted;
            members.Add(member.Name, Of(member.GetValue(json), depth + 1));
        }

        return members.ToValue();
    }

    static LogEventPropertyValue ArrayOf(IList json, int depth)
    {
        var elements = new List<LogEventPropertyValue>(json.Count);
        foreach (var item in json)
        {
            if (!CaptureWork.TryCount(CaptureBudget.SmallestScalar))
                return Mark.Exhausted;
            elements.Add(Of(item, depth + 1));
        }

        return new SequenceValue(elements);
    }

    static LogEventPropertyValue ScalarOf(IConvertible scalar)
    {
        var invariant = CultureInfo.InvariantCulture;
        return scalar.GetTypeCode() switch
        {
            TypeCode.Empty or TypeCode.DBNull => JsonValues.Null,
            TypeCode.Boolean => new ScalarValue(scalar.ToBoolean(invariant)),
            TypeCode.UInt64 => new ScalarValue(scalar.ToUInt64(invariant)),
            TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 => new ScalarValue(scalar.ToInt64(invariant)),
            TypeCode.Single => new ScalarValue(scalar.ToSingle(invariant)),
            TypeCode.Double => new ScalarValue(scalar.ToDouble(invariant)),
            TypeCode.Decimal => new ScalarValue(scalar.ToDecimal(invariant)),
            TypeCode.DateTime => new ScalarValue(scalar.ToDateTime(invariant)),
            TypeCode.Object => ObjectScalarOf(scalar),
            _ => Texts.OfText(scalar.ToString(invariant)),
        };
    }

    // A Guid, TimeSpan, Uri, DateTimeOffset, BigInteger or bytes inside; the conversions are the token's own.
    static LogEventPropertyValue ObjectScalarOf(IConvertible scalar)
    {
        foreach (var type in new[] { typeof(DateTimeOffset), typeof(System.Numerics.BigInteger), typeof(Guid), typeof(TimeSpan) })
        {
            var text = scalar.ToString();
            try
            {
                var value = scalar.ToType(type, CultureInfo.InvariantCulture);
                if (value.ToString() == text)
                    return value is System.Numerics.BigInteger number ? Numbers.Of(number) : new ScalarValue(value);
            }
            catch (Exception)
            {
                // It holds something else.
            }
        }

        return Texts.OfText(Texts.Invariant(scalar));
    }

    // Raw JSON is JSON; a property without its object, or a constructor, is text.
    static LogEventPropertyValue OtherOf(object token)
    {
        var text = Texts.Invariant(token) ?? "";
        try
        {
            using var document = JsonDocument.Parse(text, Parsing);
            return JsonValues.Of(document.RootElement);
        }
        catch (JsonException)
        {
            return Texts.OfText(text);
        }
    }
}
