using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Serilog.Extensions.Logging.RudderStack.Pipeline;

/// <summary>Puts the properties of open scopes on events: the event's own win, then those of the innermost scope.</summary>
/// <remarks>
/// In place of the scopes of <see cref="SerilogLoggerProvider"/>, which let those that it shares with other providers
/// overwrite what the event itself says.
/// </remarks>
sealed class Scopes : ILogEventEnricher
{
    [ThreadStatic]
    static int _eventsOfThread;

    // Scopes that were opened before a logger factory brought its own; they stay open when it comes.
    readonly LoggerExternalScopeProvider _own = new();
    volatile IExternalScopeProvider? _shared;

    /// <summary>How many events have come here on this thread.</summary>
    public static int EventsOfThread => _eventsOfThread;

    public void Use(IExternalScopeProvider provider) => _shared = provider;

    public IDisposable Push(object? state) => (_shared ?? _own).Push(state);

    /// <summary>Whether an open scope may have a property of this name.</summary>
    public bool MayHave(string name)
    {
        var search = new Search(name);
        ForEach(static (scope, search) => search.Found |= PropertyBag.MayHave(scope, search.Name), search);
        return search.Found;
    }

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        _eventsOfThread++;

        // They come outermost first.
        var open = new List<object?>();
        ForEach(static (scope, open) => open.Add(scope), open);
        for (var i = open.Count - 1; i >= 0; i--)
            Add(open[i], logEvent, propertyFactory);
    }

    void ForEach<T>(Action<object?, T> action, T state)
    {
        _own.ForEachScope(action, state);
        _shared?.ForEachScope(action, state);
    }

    static void Add(object? scope, LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        try
        {
            foreach (var pair in PropertyBag.Read(scope))
                Add(pair.Key, pair.Value, logEvent, propertyFactory);
        }
        catch (Exception exception)
        {
            SelfLog.WriteLine("RudderStack: a scope could not be read, its properties are left out: {0}", exception.GetType());
        }
    }

    static void Add(string key, object? value, LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (!PropertyKey.IsName(key))
            return;

        var name = PropertyKey.HasOperator(key) ? key.Substring(1) : key;
        if (logEvent.Properties.ContainsKey(name))
            return;
        logEvent.AddPropertyIfAbsent(key[0] == '$' && name.Length < key.Length
            ? propertyFactory.CreateProperty(name, value?.ToString())
            : propertyFactory.CreateProperty(name, value, destructureObjects: name.Length < key.Length));
    }

    sealed class Search(string name)
    {
        public string Name { get; } = name;

        public bool Found { get; set; }
    }
}
