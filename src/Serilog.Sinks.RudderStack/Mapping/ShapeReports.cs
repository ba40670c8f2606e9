using Serilog.Debugging;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Tells, once for each name and problem, that a reserved property could not be used as such. Never tells values.</summary>
sealed class ShapeReports
{
    // The reserved names are few, but differ in case at will.
    const int MaxTold = 64;

    readonly HashSet<(string Name, string Problem)> _told = [];

    public void Tell(string name, string problem)
    {
        lock (_told)
        {
            if (_told.Count >= MaxTold || !_told.Add((name, problem)))
                return;
        }

        SelfLog.WriteLine("RudderStack: the property {0} {1}. It is treated like any other property (told once).", name, problem);
    }
}
