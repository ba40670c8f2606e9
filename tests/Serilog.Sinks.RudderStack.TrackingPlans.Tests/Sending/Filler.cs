using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using RudderStack.TrackingPlans.Model;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

/// <summary>Fills generated classes with values that their plan allows, and says what must arrive.</summary>
/// <remarks>What must arrive comes from the plan alone: of the generated code it knows types and the order of members.</remarks>
sealed class Filler(Random random, bool fillsAll)
{
    static readonly string[] Characters = ["a", "Z", " ", "0", "ä", "ж", "注", "🎉", "\"", "\\", "<", "&"];

    /// <summary>Makes an object of a class for these properties; <paramref name="which"/> chooses the case of a variant.</summary>
    public (object Value, JsonObject Expected) Object(Type type, IReadOnlyList<PropertyUse> uses, Variant? variant, bool isOpen, int which = 0)
    {
        var expected = new JsonObject();
        var repeated = new HashSet<string>();
        var own = new List<PropertyUse>();
        object made;
        if (variant is null)
        {
            made = Activator.CreateInstance(type)!;
        }
        else
        {
            repeated = [variant.Discriminator.Name, .. variant.Cases.SelectMany(static one => one.Properties).Concat(variant.Default ?? []).Select(static use => use.Property.Name)];
            var chosen = CasesOf(type)[which];
            own = [.. which < variant.Cases.Count ? variant.Cases[which].Properties : variant.Default ?? []];
            made = Case(chosen, variant, which, expected);
        }

        Fill(made, type, uses.Where(use => !repeated.Contains(use.Property.Name)), expected);
        if (variant is not null)
            Fill(made, made.GetType(), uses.Where(use => repeated.Contains(use.Property.Name)).Concat(own).Where(use => use.Property.Name != variant.Discriminator.Name), expected);
        if (isOpen)
        {
            ((Dictionary<string, AnalyticsValue>)type.GetProperty("AdditionalProperties")!.GetValue(made)!)["not_planned"] = 5;
            expected["not_planned"] = 5;
        }

        return (made, expected);
    }

    public static List<Type> CasesOf(Type type) => [.. type.GetNestedTypes().Where(nested => nested.BaseType == type)];

    object Case(Type type, Variant variant, int which, JsonObject expected)
    {
        var discriminator = variant.Discriminator;
        var constructor = type.GetConstructors().Single();
        if (which < variant.Cases.Count)
        {
            var match = variant.Cases[which].Match;
            var value = random.Next(match.Count);
            expected[discriminator.Name] = Json(match[value]);
            return constructor.Invoke(constructor.GetParameters().Length == 0 ? [] : [Enum.ToObject(type.GetNestedType("Value")!, value + 1)]);
        }

        while (true)
        {
            var parameter = constructor.GetParameters().Single().ParameterType;
            var (given, json) = Value(discriminator.Type, parameter, []);
            if (variant.Cases.Any(one => one.Match.Any(match => JsonNode.DeepEquals(Json(match), json))))
                continue;
            expected[discriminator.Name] = json;
            return constructor.Invoke([given]);
        }
    }

    void Fill(object made, Type type, IEnumerable<PropertyUse> uses, JsonObject expected)
    {
        var members = new Queue<PropertyInfo>(type
            .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static member => member.PropertyType != typeof(Dictionary<string, AnalyticsValue>)));
        foreach (var group in uses.GroupBy(static use => use.Property.Name))
        {
            var use = group.FirstOrDefault(static one => one.Nested.Count > 0) ?? group.First();
            var isRequired = group.Any(static one => one.IsRequired);
            if (group.All(one => one.Property == use.Property) && IsNullAlone(use.Property.Type))
            {
                if (isRequired)
                    expected[group.Key] = null;
                continue;
            }

            var member = members.Dequeue();
            if (!isRequired && !fillsAll && random.Next(2) == 0)
                continue;

            var (value, json) = group.Any(one => one.Property != use.Property)
                ? Any(use.Property.Type)
                : Value(use.Property.Type, member.PropertyType, use.Nested, use.IsOpen);
            if (value is null && !isRequired)
                continue;
            member.SetValue(made, value);
            expected[group.Key] = json;
        }

        Assert.Empty(members);
    }

    // A member that several properties share takes any value, so it is one of the first.
    (object? Value, JsonNode? Json) Any(PlanType type)
    {
        var own = type.Custom?.Type ?? type;
        if (own.Config.Enum is { } values)
            return Json(values[0]) is var chosen ? ((AnalyticsValue)chosen, chosen) : default;
        if (own.IsAny || own.Types.HasFlag(PrimitiveTypes.String))
            return Text(own.Config) is var text ? ((AnalyticsValue)text, JsonValue.Create(text)) : default;
        if (own.Types.HasFlag(PrimitiveTypes.Integer) || own.Types.HasFlag(PrimitiveTypes.Number))
            return Whole(own.Config) is var whole ? ((AnalyticsValue)whole, JsonValue.Create(whole)) : default;
        if (own.Types.HasFlag(PrimitiveTypes.Boolean))
            return ((AnalyticsValue)true, JsonValue.Create(true));
        if (own.Types.HasFlag(PrimitiveTypes.Array))
            return (AnalyticsValue.List(), new JsonArray());
        return own.Types == PrimitiveTypes.Null ? (AnalyticsValue.Null, null) : ((AnalyticsValue)(AnalyticsObject)new JsonObject(), new JsonObject());
    }

    static bool IsNullAlone(PlanType type) => !type.IsAny && type.Config.Enum is null && (type.Custom?.Type ?? type).Types == PrimitiveTypes.Null;

    (object? Value, JsonNode? Json) Value(PlanType type, Type clr, IReadOnlyList<PropertyUse> nested, bool isOpen = true)
    {
        var form = Nullable.GetUnderlyingType(clr) ?? clr;
        if (type.Custom is { } custom)
        {
            if (typeof(Plans.IPlannedObject).IsAssignableFrom(form))
                return Object(form, custom.Properties, custom.Variant, custom.IsOpen, custom.Variant is null ? 0 : random.Next(CasesOf(form).Count));
            type = custom.Type;
        }

        if (form.IsEnum)
        {
            var fitting = type.Config.Enum!;
            var index = random.Next(fitting.Count);
            return (Enum.ToObject(form, index + 1), Json(fitting[index]));
        }

        if (form == typeof(AnalyticsValue) && !type.IsAny && type.Types == PrimitiveTypes.Null)
            return (AnalyticsValue.Null, null);
        if (form == typeof(AnalyticsValue))
            return ((AnalyticsValue)"anything", JsonValue.Create("anything"));

        // A nullable one is null now and then.
        if (type.Types.HasFlag(PrimitiveTypes.Null) && (clr != form || !form.IsValueType) && random.Next(4) == 0)
            return (null, null);

        return One(type, form, nested, isOpen);
    }

    (object? Value, JsonNode? Json) One(PlanType type, Type form, IReadOnlyList<PropertyUse> nested, bool isOpen)
    {
        if (form == typeof(string))
            return Text(type.Config) is var text ? (text, JsonValue.Create(text)) : default;
        if (form == typeof(long))
            return Whole(type.Config) is var whole ? (whole, JsonValue.Create(whole)) : default;
        if (form == typeof(AnalyticsNumber))
            return Number(type.Config) is var number ? ((AnalyticsNumber)number, JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture))) : default;
        if (form == typeof(bool))
            return (random.Next(2) == 0) is var flag ? (flag, JsonValue.Create(flag)) : default;
        if (form == typeof(DateTimeOffset))
            return (new DateTimeOffset(2024, 2, 29, 12, 30, 15, TimeSpan.FromHours(2)), JsonValue.Create("2024-02-29T10:30:15.000Z"));
        if (form == typeof(DateOnly))
            return (new DateOnly(2024, 2, 29), JsonValue.Create("2024-02-29"));
        if (form == typeof(Guid))
            return (new Guid("0F8FAD5B-D9CB-469F-A165-70867728950E"), JsonValue.Create("0f8fad5b-d9cb-469f-a165-70867728950e"));
        if (form == typeof(AnalyticsObject))
            return ((AnalyticsObject)new JsonObject { ["any_key"] = 1 }, new JsonObject { ["any_key"] = 1 });
        if (typeof(Plans.IPlannedObject).IsAssignableFrom(form))
            return Object(form, nested, variant: null, isOpen);
        return form.IsInterface ? List(type, form, nested, isOpen) : Union(type, form, nested, isOpen);
    }

    (object? Value, JsonNode? Json) List(PlanType type, Type form, IReadOnlyList<PropertyUse> nested, bool isOpen)
    {
        var item = form.GetGenericArguments()[0];
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        var json = new JsonArray();
        var count = Math.Max((int)(type.Config.MinItems ?? 0), Math.Min(random.Next(4), (int)(type.Config.MaxItems ?? 3)));
        for (var tries = 0; list.Count < count && tries < 100; tries++)
        {
            var (value, expected) = type.Items is { } items
                ? Value(items, item, nested, isOpen)
                : nested.Count > 0 ? Object(item, nested, variant: null, isOpen) : ((AnalyticsValue)"item", JsonValue.Create("item"));
            if (type.Config.UniqueItems == true && json.Any(other => JsonNode.DeepEquals(other, expected)))
                continue;
            list.Add(value);
            json.Add(expected?.DeepClone());
        }

        return (list, json);
    }

    (object? Value, JsonNode? Json) Union(PlanType type, Type form, IReadOnlyList<PropertyUse> nested, bool isOpen)
    {
        var ways = new List<(Type Parameter, MethodInfo Make)>();
        foreach (var method in form.GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            if (method.Name is "op_Implicit" or "OfItems" or "OfObject" && method.GetParameters()[0].ParameterType is var parameter)
                ways.Add((parameter, method));
        }

        var (chosen, make) = ways[random.Next(ways.Count)];
        if (chosen == typeof(int))
            return (make.Invoke(null, [7]), JsonValue.Create(7));
        if (chosen == typeof(double))
            return (make.Invoke(null, [0.25]), JsonValue.Create(0.25));
        if (chosen == typeof(decimal))
            return (make.Invoke(null, [1.50m]), JsonNode.Parse("1.50"));
        var (value, json) = One(type, chosen, nested, isOpen);
        return (make.Invoke(null, [value]), json);
    }

    string Text(ValueConfig config)
    {
        var format = config.Format switch
        {
            "date-time" => "2024-02-29T10:30:15Z",
            "date" => "2024-02-29",
            "time" => "10:30:15Z",
            "email" => "alex@example.com",
            "uuid" => "0f8fad5b-d9cb-469f-a165-70867728950e",
            "hostname" => "shop.example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            _ => null,
        };
        if (format is not null)
            return format;
        if (config.Pattern is not null)
            return "ABC-" + random.Next(1000).ToString(CultureInfo.InvariantCulture);

        var length = Math.Max((int)(config.MinLength ?? 1), Math.Min(random.Next(12), (int)(config.MaxLength ?? 12)));
        return string.Concat(Enumerable.Range(0, length).Select(_ => Characters[random.Next(Characters.Length)]));
    }

    long Whole(ValueConfig config)
    {
        var low = config.Minimum is { } minimum ? (long)(decimal)minimum : config.ExclusiveMinimum is { } exclusive ? (long)(decimal)exclusive + 1 : -1000;
        var high = Math.Min(config.Maximum is { } maximum ? (long)(decimal)maximum : config.ExclusiveMaximum is { } below ? (long)(decimal)below - 1 : low + 2000, 1L << 53);
        var step = config.MultipleOf is { } multiple ? (long)(decimal)multiple : 1;
        var value = low + (long)(random.NextDouble() * (high - low));
        value -= value % step;
        return value < low ? value + step : value;
    }

    decimal Number(ValueConfig config)
    {
        var low = (decimal)(config.Minimum ?? config.ExclusiveMinimum ?? -100m);
        var high = (decimal)(config.Maximum ?? config.ExclusiveMaximum ?? low + 200m);
        var step = (decimal)(config.MultipleOf ?? 0.01m);
        return Math.Floor((low + (high - low) * random.Next(1, 1000) / 1000) / step) * step + (config.ExclusiveMinimum is null ? 0 : step);
    }

    static JsonNode? Json(object? value) => JsonNode.Parse(PlanValue.ToJson(value));
}
