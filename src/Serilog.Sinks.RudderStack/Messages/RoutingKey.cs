namespace Serilog.Sinks.RudderStack.Messages;

static class RoutingKey
{
    public static uint Compute(ReadOnlySpan<byte> json) => (uint)json.Length;
}
