using System.Reflection;
using RudderStack.TrackingPlans.Model;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

/// <summary>Calls generated methods, of Serilog's logger or of Microsoft's.</summary>
static class TypedCalls
{
    /// <summary>The method of a rule's call; null where there is none.</summary>
    public static MethodInfo? Find(Assembly program, string anchor, EventRule rule, Type logger)
    {
        var methods = program.GetType($"Program.{anchor}LoggerExtensions")!.GetMethods().Where(method => method.IsStatic && method.GetParameters()[0].ParameterType == logger).ToList();
        return rule.Event.Kind == EventKind.Track
            ? methods.SingleOrDefault(method => method.Name.StartsWith("Track", StringComparison.Ordinal) && SummaryNames(method, rule))
            : methods.SingleOrDefault(method => method.Name == rule.Event.Kind.ToString());
    }

    public static Type? PayloadOf(MethodInfo method) => method.GetParameters().FirstOrDefault(static parameter => parameter.Name is "properties" or "traits")?.ParameterType;

    public static void Call(MethodInfo method, object logger, object? payload)
    {
        var arguments = method.GetParameters().Select(parameter => parameter.Name switch
        {
            "logger" => logger,
            "userId" => "user-1",
            "groupId" => "group-1",
            "name" => null,
            "properties" or "traits" => payload,
            _ => Type.Missing,
        }).ToArray();
        method.Invoke(null, BindingFlags.OptionalParamBinding, binder: null, arguments, culture: null);
    }

    // The order of the calls is that of the rules, whatever their names.
    static bool SummaryNames(MethodInfo method, EventRule rule) => method.Name == "Track" + Naming.Identifier.Of(rule.Event.Name) || method.Name.EndsWith(Naming.Identifier.Suffix(rule.Event.Id), StringComparison.Ordinal);
}
