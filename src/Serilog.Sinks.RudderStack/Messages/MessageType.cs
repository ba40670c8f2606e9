namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>RudderStack's six calls.</summary>
enum MessageType
{
    Identify,
    Track,
    Page,
    Screen,
    Group,
    Alias,
}
