namespace Benchmarks.Server;

/// <summary>Checks that the events of each user come in the order of their numbers, and that no two requests hold the same user.</summary>
sealed class UserOrder
{
    readonly Lock _lock = new();
    readonly Dictionary<string, long> _last = [];
    readonly HashSet<string> _open = [];

    /// <summary>A request that has arrived and is not yet answered.</summary>
    public Visit Enter(ReadOnlyMemory<byte> body)
    {
        var visit = new Visit();
        lock (_lock)
        {
            foreach (var (user, number) in BatchBody.ReadEvents(body))
            {
                if (visit.Users.Add(user) && !_open.Add(user) || number <= _last.GetValueOrDefault(user, -1))
                    visit.Faults++;
                _last[user] = number;
            }
        }

        return visit;
    }

    public void Leave(Visit visit)
    {
        lock (_lock)
            _open.ExceptWith(visit.Users);
    }

    public sealed class Visit
    {
        public HashSet<string> Users { get; } = [];

        public int Faults { get; set; }
    }
}
