using System.Diagnostics.CodeAnalysis;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Values that are handles of the program's rather than data.</summary>
static class NoData
{
    public static LogEventPropertyValue LeftOut(object value) => Mark.LeftOut(value.GetType().ToString(), $"a {value.GetType()} is no data");

    /// <summary>A lazy value is read as any object once it is there; to ask for it sooner would run the program's factory.</summary>
    public static LogEventPropertyValue? UnlessMade(object value) =>
        IsMade(value) ? null : LeftOut(value);

    /// <summary>Stack trace, data, inner exceptions and whatever a subclass adds stay out.</summary>
    public static LogEventPropertyValue TypeAndMessage(object value, Capture capture)
    {
        var type = value.GetType().ToString();
        return new StructureValue(
        [
            new LogEventProperty("Type", new ScalarValue(type)),
            new LogEventProperty("Message", capture.Read(((Exception)value).Message)),
            new LogEventProperty("StackTrace", Mark.LeftOut("(not read)", $"of a {type} only type and message are read")),
        ]);
    }

    [DynamicDependency(nameof(Lazy<>.IsValueCreated), typeof(Lazy<>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The member is kept by name.")]
    static bool IsMade(object value)
    {
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Lazy<>))
                return type.GetProperty(nameof(Lazy<>.IsValueCreated))?.GetValue(value) is true;
        }

        return false;
    }
}
