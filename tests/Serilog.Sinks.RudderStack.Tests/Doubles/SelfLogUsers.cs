namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>The tests that listen to <c>SelfLog</c>, which there is one of in the process: they run alone.</summary>
[CollectionDefinition(SelfLogCapture.Collection, DisableParallelization = true)]
public sealed class SelfLogUsers;
