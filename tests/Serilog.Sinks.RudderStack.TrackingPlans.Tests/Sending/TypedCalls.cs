using System.Reflection;
using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;
using Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

/// <summary>Calls generated methods, of Serilog's logger or of Microsoft's.</summary>
static class TypedCalls
{
    /// <summary>The method of a rule's call; null where there is none.</summary>
    public static MethodInfo? Find(Assembly program, TrackingPlan plan, EventRule rule, Type logger)
    {
        var anchor = new Anchor("Program", "Planned", IsPublic: true, plan.Id, null, 0, "", null, null!);
        var call = ShapeBuilder.Build(plan, anchor, new Target(true, true, true, true)).Calls.Find(call => call.Rule.Id == rule.Id);
        var name = rule.Event.Kind == EventKind.Track ? "Track" + call?.Name : rule.Event.Kind.ToString();
        return program.GetType("Program.PlannedLoggerExtensions")!.GetMethods().SingleOrDefault(method => method.IsStatic && method.Name == name && method.GetParameters()[0].ParameterType == logger);
    }

    public static Type? PayloadOf(MethodInfo method) => method.GetParameters().FirstOrDefault(static parameter => parameter.Name is "properties" or "traits")?.ParameterType;

    /// <summary>Calls today's helper of a rule's kind, the one that takes any object.</summary>
    public static void CallHelper(Type helpers, object logger, EventRule rule, object payload)
    {
        var method = helpers.GetMethods().Single(method => method.Name == rule.Event.Kind.ToString() && PayloadOf(method) == typeof(object));
        Call(method, logger, payload, rule.Event.Name);
    }

    public static void Call(MethodInfo method, object logger, object? payload, string? eventName = null)
    {
        var arguments = method.GetParameters().Select(parameter => parameter.Name switch
        {
            "logger" => logger,
            "userId" => "user-1",
            "groupId" => "group-1",
            "eventName" => eventName,
            "name" => null,
            "properties" or "traits" => payload,
            _ => Type.Missing,
        }).ToArray();
        method.Invoke(null, BindingFlags.OptionalParamBinding, binder: null, arguments, culture: null);
    }
}
