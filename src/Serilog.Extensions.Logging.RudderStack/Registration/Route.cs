namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>Stands for the way that events take from the host's loggers to RudderStack, so that it can be validated at start.</summary>
/// <remarks>
/// Options of their own, and empty: those of the provider are validated while the loggers are being made, when nothing that
/// needs the loggers can be looked at.
/// </remarks>
sealed class Route;
