namespace EndToEnd.Tests.Support;

/// <summary>Bounds every wait of a test, so that a fault fails the test instead of hanging it. No busy machine takes so long.</summary>
static class SoonEnough
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>What a busy machine may add to a time before a test calls a limit broken. The fault that such a test is to find costs far more.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(20);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    /// <summary>Polls a condition that nothing announces.</summary>
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        var limit = Token;
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "The condition never came true.");
            await Task.Yield();
        }
    }
}
