namespace EndToEnd.Tests.Support;

/// <summary>A thread pool of few threads, for as long as this lives.</summary>
sealed class StarvedPool : IDisposable
{
    readonly ManualResetEvent _release = new(initialState: false);
    readonly (int Workers, int Ports) _min;
    readonly (int Workers, int Ports) _max;

    public StarvedPool()
    {
        ThreadPool.GetMinThreads(out _min.Workers, out _min.Ports);
        ThreadPool.GetMaxThreads(out _max.Workers, out _max.Ports);

        // The test host and this test keep some for themselves.
        Threads = Environment.ProcessorCount + 6;
        Assert.True(ThreadPool.SetMinThreads(Threads, _min.Ports) && ThreadPool.SetMaxThreads(Threads, _max.Ports));
    }

    /// <summary>How many there are.</summary>
    public int Threads { get; }

    /// <summary>Blocks them all: whatever is queued from now on waits for the end of this.</summary>
    public void BlockAll()
    {
        for (var i = 0; i < 8 * Threads; i++)
            ThreadPool.UnsafeQueueUserWorkItem(static release => ((WaitHandle)release!).WaitOne(), _release);
    }

    public void Dispose()
    {
        _release.Set();
        ThreadPool.SetMaxThreads(_max.Workers, _max.Ports);
        ThreadPool.SetMinThreads(_min.Workers, _min.Ports);
    }
}
