namespace Serilog.Sinks.RudderStack.Durable.Compat;

/// <summary>Checks of arguments, the same for every target framework.</summary>
static class Guard
{
    public static void NotNull(object? argument, string name)
    {
        if (argument is null)
            throw new ArgumentNullException(name);
    }
}
