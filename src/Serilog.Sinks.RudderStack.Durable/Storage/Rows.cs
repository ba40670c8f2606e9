namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>A row that has been read.</summary>
readonly record struct Row(long Id, int UserHash, bool CallsHooks, bool IsRecovered, int Offset, int Length);

/// <summary>A row that is gone, whom it belonged to, and the message if a hook is to have it.</summary>
readonly record struct Gone(long Id, bool IsOwn, byte[]? Json = null);
