using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Writing;

/// <summary>Writes the generated types.</summary>
sealed class TypeWriter(CodeText code, Target target, string anchor)
{
    const string Root = "global::Serilog.Sinks.RudderStack.";
    const string Plans = Root + "Plans.";
    const string Members = Plans + "IPlannedMembers";
    const string Value = CSharpType.Value;

    public void Write(TypeShape shape)
    {
        switch (shape)
        {
            case ClassShape one:
                WriteClass(one);
                break;
            case EnumShape one:
                WriteEnum(one.Name, one.Doc, one.Values);
                break;
            case UnionShape one:
                WriteUnion(one);
                break;
        }
    }

    /// <summary>Writes what makes values of an enum, a method of the anchor.</summary>
    public void WriteConversion(EnumShape shape)
    {
        var name = $"{anchor}.{shape.Name}";
        code.Block($"internal static {Value} toValue({name} value)", () => code.Block("switch (value)", () =>
        {
            foreach (var value in shape.Values)
                code.Line($"case {name}.{value.Name}: return {Literals.Value(value.Wire)};");
            code.Line($"default: return {Value}.Undefined({Literals.Text(shape.Name)});");
        }));
    }

    void WriteClass(ClassShape shape)
    {
        var hasCases = shape.Cases.Count > 0;
        code.Summary(shape.Doc);
        code.Block($"public {(hasCases ? "abstract" : "sealed")} class {shape.Name} : {Plans}{(shape.IsMessage ? "IPlannedMessage" : "IPlannedObject")}", () =>
        {
            var keys = new Keys(code);
            if (hasCases)
                code.Line($"private {shape.Name}() {{ }}");
            WriteMembers(shape.Members);
            if (shape.IsOpen)
                WriteAdditional();
            if (shape.IsMessage)
            {
                code.Line($"{Plans}PlanSource {Plans}IPlannedMessage.Plan {{ get {{ return {anchor}.planSource; }} }}");
                code.Line($"bool {Plans}IPlannedMessage.IsContextTraits {{ get {{ return {(shape.IsContextTraits ? "true" : "false")}; }} }}");
            }

            code.Block($"void {Plans}IPlannedObject.WriteTo({Members} members)", () =>
            {
                WriteValues(shape.Members, keys);
                if (hasCases)
                    code.Line("writeCase(members);");
                else if (shape.IsOpen)
                    code.Line("members.AddAdditional(additional, allKeys);");
            });
            if (hasCases)
                code.Line($"private protected abstract void writeCase({Members} members);");
            keys.Write(shape.IsOpen && !hasCases ? "allKeys" : null);
            foreach (var nested in shape.Nested)
                Write(nested);
            foreach (var one in shape.Cases)
                WriteCase(shape, one, keys);
        });
    }

    void WriteCase(ClassShape parent, CaseShape shape, Keys inherited)
    {
        code.Summary(shape.Doc);
        code.Block($"public sealed class {shape.Name} : {anchor}.{parent.Name}", () =>
        {
            var keys = new Keys(code, inherited);
            var discriminator = keys.Of(shape.Key);
            WriteDiscriminator(shape);
            WriteMembers(shape.Members);
            code.Block($"private protected override void writeCase({Members} members)", () =>
            {
                WriteDiscriminatorValue(shape, discriminator);
                WriteValues(shape.Members, keys);
                if (parent.IsOpen)
                    code.Line("members.AddAdditional(additional, caseKeys);");
            });
            keys.Write(parent.IsOpen ? "caseKeys" : null);
            foreach (var nested in shape.Nested)
                Write(nested);
        });
    }

    void WriteDiscriminator(CaseShape shape)
    {
        if (shape.Other is { } other)
        {
            if (other.Type is null)
                return;
            var type = NullableIf(other.Type, other.AllowsNull || shape.IsOptional);
            code.Line($"private readonly {type} discriminator;");
            code.Line("/// <summary>Takes a value that no case names.</summary>");
            code.Line($"/// <param name=\"value\">The value of {Literals.Xml(shape.Key)}.</param>");
            code.Line($"public {shape.Name}({type} value) {{ discriminator = value; }}");
        }
        else if (shape.Values.Count > 1)
        {
            code.Line("private readonly Value discriminator;");
            code.Line("/// <summary>Takes one of the values of the case.</summary>");
            code.Line($"/// <param name=\"value\">The value of {Literals.Xml(shape.Key)}.</param>");
            code.Line($"public {shape.Name}(Value value) {{ discriminator = value; }}");
            WriteEnum("Value", $"The values of {shape.Key} in this case.", shape.Values);
        }
    }

    void WriteDiscriminatorValue(CaseShape shape, string key)
    {
        if (shape.Other is { } other)
        {
            if (other.Type is null)
                code.Line($"members.Add({key}, {Value}.Null);");
            else
                WriteValue("discriminator", key, new MemberShape { Type = other, IsRequired = !shape.IsOptional });
        }
        else if (shape.Values.Count == 1)
        {
            code.Line($"members.Add({key}, {Literals.Value(shape.Values[0].Wire)});");
        }
        else
        {
            code.Block("switch (discriminator)", () =>
            {
                foreach (var value in shape.Values)
                    code.Line($"case Value.{value.Name}: members.Add({key}, {Literals.Value(value.Wire)}); break;");
                code.Line($"default: members.Add({key}, {Value}.Undefined({Literals.Text(shape.Name + ".Value")})); break;");
            });
        }
    }

    void WriteMembers(IEnumerable<MemberShape> members)
    {
        foreach (var member in members)
        {
            if (member.Type.Type is not { } type)
                continue;

            var isNullable = !member.IsRequired || member.Type.AllowsNull;
            var isUnset = !isNullable && !type.IsValueType && !target.HasRequired && target.HasNullable;
            code.Summary(member.Doc);
            code.Line($"public {(member.IsRequired && target.HasRequired ? "required " : "")}{NullableIf(type, isNullable)} {member.Name} {{ get; set; }}{(isUnset ? " = null!;" : "")}");
        }
    }

    void WriteAdditional()
    {
        var type = $"global::System.Collections.Generic.Dictionary<string, {Value}>";
        code.Line($"private {type}{(target.HasNullable ? "?" : "")} additional;");
        code.Line("/// <summary>Members that the plan allows and does not name. One that it names is left out and reported.</summary>");
        code.Line($"public {type} AdditionalProperties {{ get {{ return additional ?? (additional = new {type}()); }} set {{ additional = value; }} }}");
    }

    void WriteValues(IEnumerable<MemberShape> members, Keys keys)
    {
        foreach (var member in members)
        {
            var key = keys.Of(member.Key);
            if (member.Type.Type is not null)
                WriteValue(member.Name, key, member);
            else if (member.IsRequired)
                code.Line($"members.Add({key}, {Value}.Null);");
        }
    }

    void WriteValue(string name, string key, MemberShape member)
    {
        var type = member.Type.Type!;
        var isNullable = !member.IsRequired || member.Type.AllowsNull;
        var value = type.ToValue(type.IsValueType && isNullable ? name + ".Value" : name);
        if (!isNullable && type.IsValueType)
            code.Line($"members.Add({key}, {value});");
        else if (member.IsRequired && member.Type.AllowsNull)
            code.Line($"members.Add({key}, {name} == null ? {Value}.Null : ({Value}){value});");
        else
            code.Line($"if ({name} != null) members.Add({key}, {value});");
    }

    void WriteEnum(string name, string doc, List<EnumValue> values)
    {
        code.Summary(doc);
        code.Block($"public enum {name}", () =>
        {
            // 0 stays free: it is what nobody has set.
            for (var i = 0; i < values.Count; i++)
            {
                code.Summary(PlanValue.ToJson(values[i].Wire));
                code.Line($"{values[i].Name} = {i + 1},");
            }
        });
    }

    void WriteUnion(UnionShape shape)
    {
        code.Summary(shape.Doc);
        code.Block($"public readonly struct {shape.Name}", () =>
        {
            code.Line($"private readonly {Value} value;");
            code.Line($"private {shape.Name}({Value} value) {{ this.value = value; }}");
            foreach (var one in shape.Alternatives)
                WriteAlternative(shape, one);
            if (shape.Items is var (item, allowsNull))
            {
                var list = CSharpType.List(item, allowsNull, target.HasNullable);
                code.Line("/// <summary>Takes a list.</summary>");
                code.Line("/// <param name=\"items\">The items.</param>");
                code.Line($"public static {shape.Name} OfItems({list.Name} items) {{ return new {shape.Name}({list.ToValue("items")}); }}");
            }

            if (shape.HasNull)
            {
                code.Line("/// <summary>The null of JSON.</summary>");
                code.Line($"public static {shape.Name} Null {{ get {{ return new {shape.Name}({Value}.Null); }} }}");
            }

            code.Line($"internal {Value} toValue() {{ return value; }}");
        });
    }

    void WriteAlternative(UnionShape shape, CSharpType type)
    {
        string[] sources = type == CSharpType.Number ? ["int", "long", "double", "decimal"] : [type.Name];
        foreach (var source in sources)
        {
            var value = type == CSharpType.Number ? $"({type.Name})value" : type.ToValue("value");
            code.Line("/// <summary>Takes a value.</summary>");
            code.Line("/// <param name=\"value\">The value.</param>");
            code.Line($"public static implicit operator {shape.Name}({source} value) {{ return new {shape.Name}({value}); }}");
        }

        if (type != CSharpType.Object)
            return;
        code.Line("/// <summary>Takes an object.</summary>");
        code.Line("/// <param name=\"value\">The object.</param>");
        code.Line($"public static {shape.Name} OfObject({type.Name} value) {{ return new {shape.Name}(value); }}");
    }

    string NullableIf(CSharpType type, bool isNullable) =>
        isNullable && (type.IsValueType || target.HasNullable) ? type.Name + "?" : type.Name;
}
