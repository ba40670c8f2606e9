using System.Collections.Concurrent;
using Serilog.Debugging;

namespace EndToEnd.Tests.Support;

/// <summary>What Serilog's <c>SelfLog</c> was given while it was enabled.</summary>
sealed class SelfLogOutput : IDisposable
{
    readonly ConcurrentQueue<string> _lines = new();

    public SelfLogOutput() => SelfLog.Enable(_lines.Enqueue);

    /// <summary>The lines of this product, in order, each from "RudderStack: " on.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Where(IsOurs).Select(line => line[line.IndexOf("RudderStack: ", StringComparison.Ordinal)..].TrimEnd())];

    /// <summary>Everything, whoever wrote it.</summary>
    public string Text => string.Join('\n', _lines);

    public void Dispose() => SelfLog.Disable();

    static bool IsOurs(string line) => line.Contains("RudderStack: ", StringComparison.Ordinal);
}
