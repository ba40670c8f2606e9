namespace Benchmarks.Clients;

/// <summary>The largest managed heap seen.</summary>
sealed class HeapWatch
{
    long _collections = -1;

    /// <summary>Garbage not yet collected included.</summary>
    public long MaxBytes { get; private set; }

    /// <summary>After a collection.</summary>
    public long MaxLiveBytes { get; private set; }

    public void Look()
    {
        MaxBytes = Math.Max(MaxBytes, GC.GetTotalMemory(forceFullCollection: false));
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        if (info.Index == _collections)
            return;
        _collections = info.Index;
        MaxLiveBytes = Math.Max(MaxLiveBytes, info.HeapSizeBytes);
    }
}
