using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Makes a property value of a .NET value; null leaves it to the other policies and to Serilog.</summary>
delegate LogEventPropertyValue? ValueReader(object value, Capture capture);
