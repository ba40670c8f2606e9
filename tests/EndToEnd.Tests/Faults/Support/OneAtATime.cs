namespace EndToEnd.Tests.Faults.Support;

/// <summary>Tests that flush every sink of the process, read its one meter or its <c>SelfLog</c> run one after the other.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public class OneAtATime;
