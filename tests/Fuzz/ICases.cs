namespace Fuzz;

/// <summary>Cases of one kind of input, each made from a source of randomness of its own.</summary>
interface ICases : IAsyncDisposable
{
    /// <exception cref="Violation">Something that must hold does not.</exception>
    Task RunAsync(Random random);

    /// <summary>What the case that ran last was about, for the person who reads of its failure.</summary>
    string Description { get; }
}
