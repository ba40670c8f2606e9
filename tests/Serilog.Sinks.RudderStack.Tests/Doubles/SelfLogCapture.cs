using System.Collections.Concurrent;
using Serilog.Debugging;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>What is written to <see cref="SelfLog"/>. Static, so its users run in the collection <see cref="Collection"/>.</summary>
sealed class SelfLogCapture : IDisposable
{
    public const string Collection = "SelfLog";

    readonly ConcurrentQueue<string> _lines = new();

    // Without Serilog's time before it, which holds any digits.
    public SelfLogCapture() => SelfLog.Enable(line => _lines.Enqueue(line.Substring(Math.Max(0, line.IndexOf("RudderStack: ", StringComparison.Ordinal)))));

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Dispose() => SelfLog.Disable();
}
