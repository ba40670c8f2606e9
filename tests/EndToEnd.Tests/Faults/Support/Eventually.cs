namespace EndToEnd.Tests.Faults.Support;

static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Ends a test that would otherwise wait for ever.</summary>
    public static CancellationToken SoonEnough => new CancellationTokenSource(Patience).Token;

    /// <summary>Yields until the condition holds. For states that nothing announces; fails after half a minute.</summary>
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        var soonEnough = SoonEnough;
        while (!condition())
        {
            Assert.False(soonEnough.IsCancellationRequested, "The condition never came true.");
            await Task.Yield();
        }
    }
}
