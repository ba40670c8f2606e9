namespace Benchmarks.Workload;

/// <summary>Someone whose doings are logged.</summary>
/// <param name="Id">The <c>UserId</c>.</param>
/// <param name="AnonymousId">The <c>AnonymousId</c>.</param>
/// <param name="Context">What goes into <c>Context</c>.</param>
sealed record User(string Id, string AnonymousId, object Context);
