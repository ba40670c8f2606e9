using System.Collections;
using Serilog.Core;
using Serilog.Debugging;

namespace Serilog.Extensions.Logging.RudderStack.Calls;

/// <summary>Reads an object once before it is logged, so that one whose getters throw costs itself and not the event.</summary>
/// <remarks>
/// Serilog's logger behind Microsoft's gives up the whole event, and it alone knows the user's destructuring policies: so the
/// object is tried here, and taken apart there.
/// </remarks>
static class ReadableObject
{
    static readonly Logger Trial = new LoggerConfiguration().CreateLogger();

    /// <summary>Gives the object, or the text that stands for it when it cannot be read.</summary>
    public static object OrText(string name, object value)
    {
        try
        {
            var settled = Settle(value);
            Trial.BindProperty(name, settled, destructureObjects: true, out _);
            return settled;
        }
        catch (Exception exception)
        {
            // The same as Serilog's helpers do.
            SelfLog.WriteLine("RudderStack: exception caught while converting the value of {0}: {1}", name, exception.GetType());
            return "Capturing the property value threw an exception: " + exception.GetType().Name;
        }
    }

    // A query would run again for each reader.
    static object Settle(object value) => value is IEnumerable query and not (string or ICollection) ? query.Cast<object?>().ToList() : value;
}
