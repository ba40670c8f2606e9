namespace WebShop;

/// <summary>Where the events of a local data plane can be watched; null when they go elsewhere.</summary>
public sealed record LiveEvents(string? Url);
