using System.Text;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>UTF-8 where .NET Standard knows only arrays.</summary>
static class Utf8
{
    public static string Text(ReadOnlySpan<byte> bytes) =>
#if NET8_0_OR_GREATER
        Encoding.UTF8.GetString(bytes);
#else
        Encoding.UTF8.GetString(bytes.ToArray());
#endif
}
