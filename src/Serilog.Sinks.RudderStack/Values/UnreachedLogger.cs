using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Captures for a logger that lacks our policy, whose own policies have their say all the same.</summary>
/// <remarks>
/// A logger does not give its policies away, and to let it read an object to see what comes out is what must not happen: the
/// object may hold tasks and requests. So it is shown an object of the same type that was never constructed, in which only
/// texts are set. If the logger makes something else of it than a logger without policies does, one of its policies claims
/// the type, and the logger reads the real object.
/// </remarks>
static class UnreachedLogger
{
    static readonly Logger Plain = new LoggerConfiguration().CreateLogger();
    static readonly Logger WithPolicies = new LoggerConfiguration().Destructure.With(new ValuePolicy(), new PoliciesOf()).CreateLogger();

    [ThreadStatic]
    static ILogger? _logger;

    // Which types the logger's policies claim. For one value only: a reloadable logger may have others at the next call.
    [ThreadStatic]
    static Dictionary<Type, bool>? _claims;

    public static LogEventPropertyValue Capture(ILogger logger, object value)
    {
        var (outer, outerClaims) = (_logger, _claims);
        (_logger, _claims) = (logger, []);
        try
        {
            return Bind(WithPolicies, value);
        }
        finally
        {
            (_logger, _claims) = (outer, outerClaims);
        }
    }

    [SuppressMessage("Performance", "CA1859", Justification = "It takes the loggers of users, too.")]
    static LogEventPropertyValue Bind(ILogger logger, object value) =>
        logger.BindProperty("Value", value, destructureObjects: true, out var property) ? property.Value : JsonValues.Null;

    sealed class PoliciesOf : IDestructuringPolicy
    {
        public bool TryDestructure(object value, ILogEventPropertyValueFactory propertyValueFactory, [NotNullWhen(true)] out LogEventPropertyValue? result)
        {
            result = _logger is { } logger && ClaimsOnce(logger, value.GetType()) ? Bind(logger, value) : null;
            return result is not null;
        }

        static bool ClaimsOnce(ILogger logger, Type type)
        {
            var known = _claims!;
            if (!known.TryGetValue(type, out var claims))
                known[type] = claims = Claims(logger, type);
            return claims;
        }

        static bool Claims(ILogger logger, Type type)
        {
            try
            {
                var hollow = MakeHollow(type);
                return !AreEqual(Bind(logger, hollow), Bind(Plain, hollow));
            }
            catch (Exception)
            {
                // Safer to let the logger read too much than to show what it would have masked.
                return true;
            }
        }

        [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that was trimmed away shows nothing.")]
        [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that was trimmed away shows nothing.")]
        static object MakeHollow(Type type)
        {
            var hollow = HollowObject.Of(type);
            for (var one = type; one is not null && one != typeof(object); one = one.BaseType)
            {
                foreach (var field in one.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (field.FieldType == typeof(string))
                        field.SetValue(hollow, "text");
                }
            }

            return hollow;
        }

        static bool AreEqual(LogEventPropertyValue left, LogEventPropertyValue right) => (left, right) switch
        {
            (ScalarValue one, ScalarValue other) => one.Equals(other),
            (StructureValue one, StructureValue other) =>
                one.TypeTag == other.TypeTag
                && one.Properties.Count == other.Properties.Count
                && one.Properties.Zip(other.Properties, static (a, b) => a.Name == b.Name && AreEqual(a.Value, b.Value)).All(static same => same),
            (SequenceValue one, SequenceValue other) =>
                one.Elements.Count == other.Elements.Count
                && one.Elements.Zip(other.Elements, AreEqual).All(static same => same),
            (DictionaryValue one, DictionaryValue other) => one.Elements.Count == 0 && other.Elements.Count == 0,
            _ => false,
        };
    }
}
