namespace RudderStack.Local.Tests;

static class Eventually
{
    /// <summary>Yields until the condition holds. For states that nothing announces; fails after two minutes.</summary>
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        var soonEnough = Running.SoonEnough;
        while (!condition())
        {
            Assert.False(soonEnough.IsCancellationRequested, "The condition never came true.");
            await Task.Yield();
        }
    }
}
