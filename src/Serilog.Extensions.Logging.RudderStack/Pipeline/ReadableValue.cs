using System.Collections;
using Serilog.Core;
using Serilog.Debugging;

namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>Reads a value once before it is logged, so that one whose own code throws costs itself and not the event.</summary>
/// <remarks>
/// Serilog's logger behind Microsoft's gives up the whole event, and only it knows the user's destructuring policies: so the
/// value is tried here, and converted there.
/// </remarks>
static class ReadableValue
{
    static readonly Logger Trial = new LoggerConfiguration().Destructure.RudderStackValues().CreateLogger();

    /// <summary>Gives the value, or the text that stands for it when it cannot be read.</summary>
    /// <param name="key">The key of the value in a state, <c>@</c> included.</param>
    /// <param name="value">The value.</param>
    public static object OrText(string key, object value)
    {
        try
        {
            var settled = Settle(value);
            Trial.BindProperty(key, settled, destructureObjects: key[0] == '@', out _);
            return settled;
        }
        catch (Exception exception)
        {
            // The same as Serilog's helpers do.
            SelfLog.WriteLine("RudderStack: exception caught while converting the value of {0}: {1}", key.TrimStart('@'), exception.GetType());
            return "Capturing the property value threw an exception: " + exception.GetType().Name;
        }
    }

    // A query would run again for each reader.
    static object Settle(object value) => value is IEnumerable query and not (string or ICollection) ? query.Cast<object?>().ToList() : value;
}
