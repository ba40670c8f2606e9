using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>What is to be done when no lock is held: the host calls the user's code.</summary>
sealed class Afterwards
{
    readonly IMessageStoreHost _host;
    List<Action>? _work;

    public Afterwards(IMessageStoreHost host) => _host = host;

    public void Report(string text) => Add(() => _host.Report(text));

    public void Notify() => Add(_host.Notify);

    public void Transferred(long count) => Add(() => _host.Transferred(count));

    public void Drop(List<Gone> gone, DropReason reason, string description)
    {
        if (gone.Count == 0)
            return;
        var own = gone.Count(static one => one.IsOwn);
        byte[][] messages = [.. gone.Where(static one => one.Json is { Length: > 0 }).Select(static one => one.Json!)];
        Add(() => _host.Dropped(own, gone.Count - own, reason, description, messages));
    }

    public void Run() => _work?.ForEach(static work => work());

    void Add(Action work) => (_work ??= []).Add(work);
}
