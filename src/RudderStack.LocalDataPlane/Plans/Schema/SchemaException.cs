namespace RudderStack.Local.Plans.Schema;

/// <summary>A schema that cannot be compiled; the message says why.</summary>
sealed class SchemaException(string message, Exception? inner = null) : Exception(message, inner);
